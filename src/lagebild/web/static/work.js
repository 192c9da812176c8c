// Decisions: only the fields of the chosen kind are shown and sent; single keys choose.
"use strict";
(() => {
  const work = document.getElementById("work");
  if (work) {
    const fields = [...work.querySelectorAll(".field")];
    const apply = () => {
      const chosen = work.querySelector("[name=kind]:checked");
      for (const field of fields) {
        const on = Boolean(chosen) && field.dataset.kind === chosen.value;
        field.hidden = !on;
        for (const input of field.querySelectorAll("input,select")) input.disabled = !on;
      }
    };
    work.addEventListener("change", apply);
    apply();
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input[type=text],textarea,select")) return;
      const kind = {a: "accept", x: "reject", r: "grade", n: "note"}[event.key];
      const choice = kind && work.querySelector(`[name=kind][value=${kind}]`);
      if (!choice || work.hidden || choice.closest("[hidden]")) return;
      event.preventDefault();
      choice.checked = true;
      apply();
      (kind === "grade" ? work.querySelector(".field:not([hidden]) select") : work.querySelector("[name=reason]")).focus();
    });
  }
  const last = document.getElementById("last");
  if (last && location.hash === "#last") {
    const reason = last.querySelector(".undo [name=reason]");
    if (reason) reason.focus();
  }
})();
