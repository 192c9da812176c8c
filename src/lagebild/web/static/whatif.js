// "What if" at once: each choice becomes a slider, and each move asks the engine. Without this script the form is sent.
"use strict";
(() => {
  const form = document.getElementById("whatif");
  if (!form) return;
  const order = ["refuted", "out", "", "seen"];
  const language = form.dataset.language;
  let asked = 0;
  let timer = 0;
  const work = async () => {
    const turn = ++asked;
    const address = new URL(form.dataset.api, location.href);
    address.searchParams.set("lang", language);
    for (const field of form.querySelectorAll("select")) {
      if (!field.value) continue;
      if (field.name.startsWith("t.")) address.searchParams.append(field.value, field.name.slice(2));
      else address.searchParams.append("grade", `${field.name.slice(2)}=${field.value}`);
    }
    const answer = await fetch(address, {headers: {accept: "application/json"}});
    if (!answer.ok || turn !== asked) return;
    const found = await answer.json();
    document.getElementById("might").textContent = found.figure;
    document.getElementById("might-interval").textContent = `(${found.interval})`;
    document.getElementById("might-dot").setAttribute("cx", found.probability * 1000);
    const range = document.getElementById("might-range");
    range.setAttribute("x", found.low * 1000);
    range.setAttribute("width", Math.max(1, (found.high - found.low) * 1000));
    form.dataset.state = String(turn);
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(work, 30); };
  const sliders = [];
  for (const field of form.querySelectorAll("select")) {
    const options = [...field.options];
    // From "speaks least" to "speaks most": a sign refuted, left out, as it stands, seen; a grade from E to A.
    const values = field.name.startsWith("t.")
      ? order.filter((value) => options.some((option) => option.value === value))
      : ["E", "D", "C", "B", "A", ""];
    const box = document.createElement("div");
    box.className = "turn";
    const slide = document.createElement("input");
    slide.type = "range";
    slide.min = "0";
    slide.max = String(values.length - 1);
    slide.step = "1";
    const said = document.createElement("output");
    const name = (value) => options.find((option) => option.value === value).text;
    const show = () => {
      field.value = values[slide.value];
      said.textContent = name(field.value);
      slide.setAttribute("aria-valuetext", said.textContent);
      field.closest("li").classList.toggle("moved", field.value !== "");
    };
    slide.value = String(values.indexOf(field.value));
    slide.id = field.id;
    field.removeAttribute("id");
    field.hidden = true;
    box.append(slide, said);
    field.after(box);
    show();
    slide.addEventListener("input", () => { show(); soon(); });
    sliders.push(() => { slide.value = String(values.indexOf("")); show(); });
  }
  form.querySelector("button.main").hidden = true;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    for (const back of sliders) back();
    work();
  });
})();
