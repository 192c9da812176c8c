// Decisions: only the fields of the chosen kind are shown and sent; single keys choose.
"use strict";
(() => {
  const work = document.getElementById("work");
  if (work) {
    const fields = [...work.querySelectorAll(".field")];
    const apply = () => {
      const chosen = work.querySelector("[name=kind]:checked");
      for (const field of fields) {
        const on = Boolean(chosen) && field.dataset.kind.split(" ").includes(chosen.value);
        field.hidden = !on;
        for (const input of field.querySelectorAll("input,select")) input.disabled = !on;
      }
    };
    work.addEventListener("change", apply);
    apply();
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input[type=text],textarea,select")) return;
      const kind = {a: "accept", x: "reject", r: "grade", n: "note", m: "merge", s: "split", v: "move"}[event.key];
      const choice = kind && work.querySelector(`[name=kind][value=${kind}]`);
      if (!choice || work.hidden || choice.closest("[hidden]")) return;
      event.preventDefault();
      choice.checked = true;
      apply();
      (work.querySelector(".field:not([hidden]) select, .field:not([hidden]) input") || work.querySelector("[name=reason]")).focus();
    });
  }
})();
