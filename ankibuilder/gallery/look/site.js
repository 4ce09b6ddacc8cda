// Day and night, and the button that prints. Everything else of the gallery works without script.
"use strict";
const night = document.getElementById("_night");
function show(dark) {
  document.documentElement.classList.toggle("night", dark);
  for (const host of document.querySelectorAll(".faces"))
    for (const card of host.shadowRoot.querySelectorAll(".card"))
      for (const name of ["nightMode", "night_mode"]) card.classList.toggle(name, dark);
  night?.setAttribute("aria-pressed", String(dark));
}
function kept(value) {
  try {
    if (value !== undefined) localStorage.setItem("night", value);
    return localStorage.getItem("night");
  } catch {
    return null; // a browser that keeps nothing for a page from disk
  }
}
const before = kept();
show(before ? before === "1" : matchMedia("(prefers-color-scheme: dark)").matches);
if (night) night.onclick = () => {
  const dark = !document.documentElement.classList.contains("night");
  kept(dark ? "1" : "0");
  show(dark);
};
const paper = document.getElementById("_print");
if (paper) paper.onclick = () => print();
