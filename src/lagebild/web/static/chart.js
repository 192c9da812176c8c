// The history under the pointer: the day, the figure, the interval. Without this script each day has a title.
"use strict";
for (const plot of document.querySelectorAll(".plot")) {
  const svg = plot.querySelector("svg");
  const spots = [...plot.querySelectorAll(".spots rect")];
  if (!spots.length) continue;
  const make = (name, values) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
    return made;
  };
  const top = Number(spots[0].getAttribute("y"));
  const cursor = make("line", {class: "cursor", y1: top, y2: top + Number(spots[0].getAttribute("height"))});
  const spot = make("circle", {class: "spot", r: 5});
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  plot.append(tip);
  for (const one of spots) one.querySelector("title").remove();
  let at = spots.length - 1;
  const show = (n) => {
    at = Math.max(0, Math.min(spots.length - 1, n));
    const {x, y, day, figure, interval} = spots[at].dataset;
    cursor.setAttribute("x1", x);
    cursor.setAttribute("x2", x);
    spot.setAttribute("cx", x);
    spot.setAttribute("cy", y);
    if (!cursor.isConnected) svg.append(cursor, spot);
    tip.textContent = `${day}: ${figure} (${interval})`;
    tip.hidden = false;
    const wide = svg.viewBox.baseVal.width;
    const half = tip.offsetWidth / 2;
    const middle = (Number(x) / wide) * plot.clientWidth;
    tip.style.left = `${Math.max(half, Math.min(plot.clientWidth - half, middle))}px`;
  };
  const hide = () => { tip.hidden = true; cursor.remove(); spot.remove(); };
  spots.forEach((one, n) => one.addEventListener("pointerenter", () => show(n)));
  svg.addEventListener("pointerleave", hide);
  svg.setAttribute("tabindex", "0");
  svg.addEventListener("keydown", (event) => {
    const last = spots.length - 1;
    const next = {ArrowLeft: tip.hidden ? last : at - 1, ArrowRight: tip.hidden ? last : at + 1, Home: 0, End: last}[event.key];
    if (next === undefined) return;
    event.preventDefault();
    show(next);
  });
  svg.addEventListener("blur", hide);
  tip.setAttribute("role", "status");
}
