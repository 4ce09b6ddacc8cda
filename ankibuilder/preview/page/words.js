// What is said beside the faces: marks and findings of a card, troubles, and what was just updated.
import { $, make } from "./dom.js";

export const SURENESS = { established: "well established", supported: "supported", contested: "debated", lore: "clinical experience" };

export function marks(card) {
  const found = [];
  const mark = (kind, words) => found.push(make("span", { className: `mark ${kind}`, textContent: words }));
  if (card.stale) mark("error", "cannot be read now");
  for (const [severity, word] of [["error", "error"], ["warning", "warning"]]) {
    const count = card.findings.filter((each) => each.severity === severity).length;
    if (count) mark(severity, `${count} ${word}${count > 1 ? "s" : ""}`);
  }
  if (card.since) mark(card.since, card.since);
  if (card.retired) mark("", "retired");
  return found;
}

export function finding(found) {
  const place = found.edit ? make("a", { href: found.edit, textContent: found.place }) : found.place;
  const box = make("div", { className: `finding ${found.severity}` }, make("p", {}, make("b", { textContent: `${found.severity}: ` }), found.message));
  if (found.excerpt) box.append(make("code", { textContent: found.excerpt, dir: "auto" }));
  box.append(make("p", { className: "hint" }, found.hint ? `${found.hint} · ` : "", place, ` · ${found.rule}`));
  return box;
}

export function trouble(words) {
  $("trouble").textContent = words;
  $("trouble").hidden = !words;
}

let saying;
export function say(words) {
  $("said").textContent = words;
  $("said").classList.add("on");
  clearTimeout(saying);
  saying = setTimeout(() => $("said").classList.remove("on"), 2500);
}
