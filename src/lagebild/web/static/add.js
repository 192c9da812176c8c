// Adding reports: by drop, and with what happens told as it happens. Without this script the form is sent.
"use strict";
(() => {
  const form = document.getElementById("add");
  const drop = document.getElementById("drop");
  const files = document.getElementById("files");
  const going = document.getElementById("going");
  const at = (id) => document.getElementById(id);
  const fail = (words) => { going.hidden = false; at("fault").hidden = false; at("fault").textContent = words; };
  const show = (state) => {
    going.hidden = false;
    at("going-title").textContent = state.over ? going.dataset.over : going.dataset.going;
    at("bar").max = Math.max(state.total, state.done, 1);
    at("bar").value = state.over ? at("bar").max : state.done;
    const counts = going.dataset.done.split("¦");
    at("counts").textContent = ["new", "updated", "known", "unreadable"].map((key, n) => `${state.counts[key]} ${counts[n]}`).join(", ");
    at("source").textContent = state.over ? "" : state.source;
    at("fault").hidden = !state.fault;
    at("fault").textContent = state.fault;
    at("unreadable").replaceChildren(...state.unreadable.map((one) => {
      const line = document.createElement("li");
      const name = document.createElement("bdi");
      name.textContent = one.source;
      line.append(name, `: ${one.reason}`);
      return line;
    }));
  };
  const listen = (address) => {
    const told = new EventSource(address);
    told.addEventListener("message", (event) => {
      const state = JSON.parse(event.data);
      show(state);
      if (state.over) { told.close(); form.querySelector("button").disabled = false; }
    });
  };
  for (const name of ["dragover", "dragenter"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    files.files = event.dataTransfer.files;
    form.requestSubmit();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const size = [...files.files].reduce((sum, one) => sum + one.size, 0);
    if (size > Number(form.dataset.most) * 1048576) { fail(form.dataset.large); return; }
    form.querySelector("button").disabled = true;
    at("fault").hidden = true;
    const answer = await fetch(form.action, {method: "POST", body: new FormData(form), headers: {accept: "application/json"}});
    if (answer.ok) { form.reset(); listen((await answer.json()).events); return; }
    form.querySelector("button").disabled = false;
    const told = await answer.text();
    const page = new RegExp('<p class="lead">([^<]*)</p>').exec(told);
    fail(page ? page[1] : `${answer.status}`);
  });
  if (going.dataset.events) listen(going.dataset.events);
})();
