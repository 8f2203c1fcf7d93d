// The page is whole without this: it only shows one run at a time and filters the questions.
"use strict";

for (const form of document.querySelectorAll("form.filter")) {
  const list = document.getElementById(form.dataset.list);
  const rows = [...list.querySelectorAll("details")].map((row) => ({ row, text: fold(row.dataset.text) }));
  const count = form.querySelector("output");
  const apply = () => {
    const chosen = Object.fromEntries(new FormData(form));
    const words = fold(chosen.text).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, text } of rows) {
      const fits = ["language", "style", "kind", "verdict"].every((name) => matches(chosen[name], row.dataset[name]));
      row.hidden = !(fits && words.every((word) => text.includes(word)));
      shown += row.hidden ? 0 : 1;
    }
    count.textContent = `${shown} of ${rows.length}`;
  };
  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
}

function matches(chosen, value) {
  return !chosen || chosen.split(" ").includes(value);
}

// As the service folds: İ, I, ı and i meet, accents go.
function fold(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replaceAll("ı", "i");
}

const runs = [...document.querySelectorAll("section.run")];
const links = [...document.querySelectorAll("nav.runs a")];

function show() {
  const chosen = runs.find((run) => `#${run.id}` === decodeURIComponent(location.hash)) ?? runs[0];
  for (const run of runs) run.hidden = run !== chosen;
  for (const link of links) link.toggleAttribute("aria-current", link.hash === `#${chosen.id}`);
}

if (runs.length > 1) {
  addEventListener("hashchange", show);
  show();
}
