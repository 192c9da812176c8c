// What every page does: the day slider, keys, and the way to the parts of the case. Nothing is fetched from elsewhere.
"use strict";
(() => {
  const form = document.getElementById("asof");
  const slide = document.getElementById("slide");
  const days = form ? form.dataset.days.split(" ").filter(Boolean) : [];
  if (form && days.length > 1) {
    const field = document.getElementById("day");
    const said = document.getElementById("slid");
    const shown = new Intl.DateTimeFormat(document.documentElement.lang, {day: "numeric", month: "short", year: "numeric", timeZone: "UTC"});
    const place = (day) => {
      let at = 0;
      days.forEach((one, n) => { if (one <= day) at = n; });
      return at;
    };
    const tell = () => {
      said.textContent = shown.format(new Date(days[slide.value] + "T00:00:00Z"));
      slide.setAttribute("aria-valuetext", said.textContent);
    };
    slide.value = String(place(field.value));
    slide.hidden = said.hidden = false;
    tell();
    slide.addEventListener("input", () => { field.value = days[slide.value]; tell(); });
    slide.addEventListener("change", () => form.requestSubmit());
  }
  if (form) {
    form.addEventListener("submit", () => {
      // The newest publication is where everything stands anyway: no day in the address.
      const field = document.getElementById("day");
      if (field.value === form.dataset.now) field.disabled = true;
    });
  }
  const pages = {o: 0, a: 1, t: 2, b: 3, p: 4, s: 5};
  let waiting = false;
  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.key === "Escape" && at.matches && at.matches("input,textarea,select")) { at.blur(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || (at.matches && at.matches("input,textarea,select"))) return;
    if (event.key === "/") {
      const find = document.getElementById("find");
      if (find) { event.preventDefault(); find.focus(); }
    } else if (waiting && event.key in pages) {
      waiting = false;
      const link = document.querySelectorAll(".menu a")[pages[event.key]];
      if (link) { event.preventDefault(); event.stopImmediatePropagation(); link.click(); }
    } else if (event.key === "u") {
      const undo = document.getElementById("undo");
      if (undo) { event.preventDefault(); undo.click(); }
    } else if (event.key === "g") {
      waiting = true;
      setTimeout(() => { waiting = false; }, 1200);
    } else {
      waiting = false;
    }
  }, true);
})();
