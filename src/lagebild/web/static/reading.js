// Reading: layers on and off, a click on a mark shows what is known of it, keys go from mark to mark.
"use strict";
(() => {
  const article = document.querySelector(".reading");
  const text = document.getElementById("text");
  const panel = document.getElementById("panel");
  if (!article || !text) return;
  const boxes = [...document.querySelectorAll(".layers input")];
  const letters = {t: "times", n: "names", q: "quantities", h: "hedges", s: "statements", e: "events", r: "reasons"};
  const kept = "lagebild-layers";
  try {
    const before = sessionStorage.getItem(kept);
    if (before !== null) for (const box of boxes) box.checked = before.split(" ").includes(box.value);
  } catch { /* no storage: the layers start as they are */ }
  const layers = () => boxes.filter((box) => box.checked && !box.disabled).map((box) => box.value);
  const apply = () => {
    for (const box of boxes) text.classList.toggle(`show-${box.value}`, box.checked);
    try { sessionStorage.setItem(kept, boxes.filter((box) => box.checked).map((box) => box.value).join(" ")); } catch { /* as above */ }
  };
  for (const box of boxes) box.addEventListener("change", apply);
  apply();

  const hint = document.getElementById("hint") || Object.assign(document.createElement("p"), {id: "hint"});
  const pieces = [...text.querySelectorAll(".m")];
  const shown = (piece) => piece.dataset.m.split(" ").filter((id) => layers().includes(letters[id[0]]));
  const here = text.querySelector(".chosen") ? new URL(location.href).searchParams.get("mark") : "";
  let chosen = here || "";

  const open = async (id) => {
    chosen = id;
    for (const piece of pieces) piece.classList.toggle("chosen", piece.dataset.m.split(" ").includes(id));
    const address = new URL(location.href);
    address.searchParams.set("mark", id);
    address.hash = "";
    history.replaceState(null, "", address);
    const asked = new URL(article.dataset.api + encodeURIComponent(id), location.href);
    asked.searchParams.set("lang", article.dataset.language);
    if (article.dataset.asof) asked.searchParams.set("asof", article.dataset.asof);
    const answer = await fetch(asked);
    if (!answer.ok || chosen !== id) return;
    draw(await answer.json());
  };
  const make = (name, words, extra = {}) => {
    const made = document.createElement(name);
    if (words !== undefined) made.textContent = words;
    for (const [key, value] of Object.entries(extra)) made.setAttribute(key, value);
    return made;
  };
  const draw = (mark) => {
    const list = make("dl");
    for (const row of mark.rows) {
      const told = make("dd");
      const words = make("bdi", row.words);
      if (row.link && row.link.startsWith("/")) { const link = make("a", undefined, {href: row.link}); link.append(words); told.append(link); } else told.append(words);
      list.append(make("dt", row.label), told);
    }
    const quote = make("blockquote");
    quote.append(make("bdi", mark.quote));
    const work = document.getElementById("work");
    const away = make("button", "×", {class: "shut", type: "button", "aria-label": article.dataset.shut});
    away.addEventListener("click", () => shut());
    panel.replaceChildren(away, make("h2", mark.title, {class: `l-${mark.layer}`}), quote, list, ...mark.decisions.map((said) => make("p", said, {class: "note"})));
    if (work) { panel.append(work); work.hidden = false; prepare(mark); }
  };
  // A grade is for statements, a split for names.
  const fit = (layer) => {
    const work = document.getElementById("work");
    for (const [kind, own] of [["grade", "statements"], ["split", "names"]]) {
      const choice = work.querySelector(`[name=kind][value=${kind}]`);
      choice.closest("label").hidden = layer !== own;
      if (choice.checked && layer !== own) work.querySelector("[name=kind]").checked = true;
    }
    work.dispatchEvent(new Event("change"));
  };
  const prepare = (mark) => {
    const work = document.getElementById("work");
    work.querySelector("[name=mark]").value = mark.id;
    work.querySelector("[name=span]").value = `${mark.start}-${mark.end}`;
    const address = new URL(location.href);
    work.querySelector("[name=back]").value = address.pathname + address.search;
    fit(mark.layer);
  };
  text.addEventListener("click", (event) => {
    const piece = event.target.closest(".m");
    if (!piece || String(getSelection())) return;
    const ids = shown(piece);
    if (!ids.length) return;
    // The shortest mark first; a further click on the same words goes on to the next one.
    const n = ids.indexOf(chosen);
    open(ids[(ids.length + (n < 0 ? ids.length - 1 : n - 1)) % ids.length]);
  });
  const order = () => {
    const seen = new Set();
    const found = [];
    for (const piece of pieces) for (const id of shown(piece)) if (!seen.has(id)) { seen.add(id); found.push([id, piece]); }
    return found;
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input,textarea,select")) return;
    if (event.key === "j" || event.key === "k") {
      const all = order();
      if (!all.length) return;
      const at = all.findIndex(([id]) => id === chosen);
      const next = event.key === "j" ? at + 1 : (at < 0 ? all.length - 1 : at - 1);
      const [id, piece] = all[(next + all.length) % all.length];
      piece.scrollIntoView({block: "center", behavior: "auto"});
      open(id);
      return;
    }
    if (event.key === "Escape" && chosen) shut();
  });
  const shut = () => {
    chosen = "";
    for (const piece of pieces) piece.classList.remove("chosen");
    const work = document.getElementById("work");
    work.hidden = true;
    panel.replaceChildren(hint, work);
    const address = new URL(location.href);
    address.searchParams.delete("mark");
    history.replaceState(null, "", address);
  };
  if (here) fit(letters[here[0]]);
})();
