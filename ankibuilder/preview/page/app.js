// The page of `ankibuilder preview`: lists cards, shows one of them as Anki draws it, and follows what is saved.
// Asks its own server alone, writes text as text, and leaves the faces to frames without any rights.
import { study, answerKey } from "./study.js";

const $ = (id) => document.getElementById(id);
const make = (tag, settings = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), settings);
  element.append(...children);
  return element;
};
const FILTERS = ["module", "kind", "view", "tag", "sureness", "deck"];
const HEIGHTS = { 360: 640, 768: 900, 1200: 800 };
const SURENESS = { established: "well established", supported: "supported", contested: "debated", lore: "clinical experience" };

let told = { order: [], cards: {}, findings: [], kinds: {}, modules: {}, decks: {} };
let listed = [];
let chosen = "";
const look = { width: 360, night: false, hints: false, follow: true };

// ---- what the server tells

async function everything() {
  const answer = await fetch("cards");
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  told = await answer.json();
  document.documentElement.lang = "en";
  $("loading").hidden = true;
  fillFilters();
  list();
  general();
  choose(told.cards[location.hash.slice(1)] ? location.hash.slice(1) : told.cards[chosen] ? chosen : listed[0] ?? "");
  return told.number;
}

async function listen() {
  let number;
  try {
    number = await everything();
  } catch {
    return lost();
  }
  const source = new EventSource(`events?from=${number}`);
  source.onmessage = (event) => {
    const change = JSON.parse(event.data);
    if (change.number !== told.number + 1) return again(source);
    apply(change);
  };
  source.addEventListener("behind", () => again(source));
  source.onerror = () => {
    source.close();
    lost();
  };
}

function again(source) {
  source.close();
  listen();
}

function lost() {
  trouble("The preview has ended. Start it again, and open its new address.");
  setTimeout(listen, 2000);
}

function apply(change) {
  const { cards = {}, gone = [], ...rest } = change;
  Object.assign(told, rest);
  Object.assign(told.cards, cards);
  for (const id of gone) delete told.cards[id];
  const seen = Object.values(cards).filter((card) => card.faces.length);
  if (rest.kinds || rest.modules || rest.decks || Object.keys(cards).length) fillFilters();
  list(cards);
  general();
  const one = Object.keys(cards).length === 1 ? Object.keys(cards)[0] : "";
  if (look.follow && one && one !== chosen && listed.includes(one)) choose(one);
  else if (!told.cards[chosen]) choose(listed[0] ?? "");
  else if (cards[chosen] || rest.modules || rest.kinds) choose(chosen);
  if (seen.length === 1) say(`Updated ${seen[0].id}`);
  else if (seen.length) say(`Updated ${seen.length} cards`);
}

function trouble(words) {
  $("trouble").textContent = words;
  $("trouble").hidden = !words;
}

function general() {
  trouble(told.trouble);
  $("project").textContent = told.name || "Preview";
  document.title = `${told.name || "Preview"} · preview`;
  $("general").replaceChildren(...told.findings.map(finding));
  $("general").hidden = !told.findings.length;
}

let saying;
function say(words) {
  $("said").textContent = words;
  $("said").classList.add("on");
  clearTimeout(saying);
  saying = setTimeout(() => $("said").classList.remove("on"), 2500);
}

// ---- filters and list

function fillFilters() {
  const cards = Object.values(told.cards);
  const used = (name) => [...new Set(cards.flatMap((card) => card[name]))].filter(Boolean).sort();
  const inOrder = [...new Set(told.order.map((id) => told.cards[id].module))];
  fill("module", inOrder, told.modules);
  fill("kind", used("kind"), told.kinds);
  fill("view", used("view"));
  fill("tag", used("tags"));
  fill("sureness", used("sureness"), SURENESS);
  fill("deck", Object.keys(told.decks), told.decks);
  $("since-words").textContent = told.since ? `Changed since ${told.since}` : "Changed only";
  $("since-label").hidden = !told.since;
}

function fill(id, values, names = {}) {
  const select = $(id);
  const before = select.value;
  const wanted = ["", ...values];
  if ([...select.options].map((option) => option.value).join("\n") !== wanted.join("\n")) {
    select.replaceChildren(...wanted.map((value) => new Option(value ? (names[value] ?? value) : "all", value)));
    select.value = wanted.includes(before) ? before : "";
  }
  select.parentElement.hidden = !values.length;
}

function fits(card) {
  const words = $("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const is = (name, value) => !$(name).value || [].concat(value).includes($(name).value);
  return (
    is("module", card.module) && is("kind", card.kind) && is("view", card.view) && is("tag", card.tags) &&
    is("sureness", card.sureness) && is("deck", card.decks) && (!$("since").checked || card.since) &&
    (!$("found").checked || card.findings.length) && words.every((word) => card.text.includes(word) || card.id.includes(word))
  );
}

function list(changed) {
  const before = listed;
  listed = told.order.filter((id) => told.cards[id] && fits(told.cards[id]));
  const same = changed && before.length === listed.length && before.every((id, at) => id === listed[at]);
  if (same) {
    for (const id of Object.keys(changed)) document.getElementById(`row-${id}`)?.replaceWith(row(told.cards[id]));
  } else {
    $("list").replaceChildren(...listed.map((id) => row(told.cards[id])));
  }
  $("none").hidden = listed.length > 0 || !told.order.length;
  $("clear").hidden = !filtering();
  const all = told.order.length;
  $("count").textContent = listed.length === all ? `${all} cards` : `${listed.length} of ${all} cards`;
}

const filtering = () => FILTERS.some((id) => $(id).value) || $("search").value || $("since").checked || $("found").checked;

function row(card) {
  const line = make("span", { className: "line" }, `${card.id}`);
  for (const mark of marks(card)) line.append(mark);
  const button = make(
    "button",
    { type: "button", onclick: () => choose(card.id) },
    make("span", { className: "prompt", textContent: card.prompt || "(nothing is asked yet)", dir: "auto" }),
    line,
  );
  if (card.id === chosen) button.setAttribute("aria-current", "true");
  return make("li", { id: `row-${card.id}` }, button);
}

function marks(card) {
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

// ---- the card

function choose(id, scroll = true) {
  document.querySelector('.list [aria-current="true"]')?.removeAttribute("aria-current");
  const card = told.cards[id];
  chosen = card ? id : "";
  $("about").hidden = !card;
  $("findings").replaceChildren(...(card ? card.findings.map(finding) : []));
  if (!card) return $("faces").replaceChildren();
  history.replaceState(null, "", `#${id}`);
  const button = document.querySelector(`#row-${CSS.escape(id)} button`);
  button?.setAttribute("aria-current", "true");
  if (scroll) button?.scrollIntoView({ block: "nearest" });
  $("name").textContent = card.prompt || card.id;
  $("name").dir = "auto";
  const words = [told.kinds[card.kind] ?? card.kind, told.modules[card.module] ?? card.module, card.view, SURENESS[card.sureness] ?? card.sureness, ...card.tags];
  $("marks").replaceChildren(
    ...words.filter(Boolean).map((word) => make("span", { className: "mark", textContent: word })),
    ...marks(card),
  );
  const where = card.edit ? make("a", { id: "edit", href: card.edit, textContent: card.place, title: "Edit (e)" }) : card.place;
  $("where").replaceChildren(`${card.id} · `, where, card.decks.length ? "" : " · in no deck");
  showFaces(card);
}

function finding(found) {
  const place = found.edit ? make("a", { href: found.edit, textContent: found.place }) : found.place;
  const box = make("div", { className: `finding ${found.severity}` }, make("p", {}, make("b", { textContent: `${found.severity}: ` }), found.message));
  if (found.excerpt) box.append(make("code", { textContent: found.excerpt, dir: "auto" }));
  box.append(make("p", { className: "hint" }, found.hint ? `${found.hint} · ` : "", place, ` · ${found.rule}`));
  return box;
}

function showFaces(card) {
  const pairs = card.faces.map((face, at) => {
    const pair = make("div", { className: "pair" });
    for (const side of ["front", "back"]) {
      const name = card.faces.length > 1 ? `${face.name}, ${side}` : side[0].toUpperCase() + side.slice(1);
      pair.append(screen(card, at, side, name, paneScale()));
    }
    return pair;
  });
  const box = $("faces");
  if (!pairs.length) return box.replaceChildren(make("p", { className: "quiet", textContent: "Anki makes no card of this yet." }));
  // The frames that are there stay until the new ones are drawn, so that nothing blinks.
  const old = [...box.querySelectorAll(".screen")];
  const fresh = pairs.flatMap((pair) => [...pair.querySelectorAll(".screen")]);
  if (box.dataset.card === card.id && old.length === fresh.length && box.dataset.look === lookOf()) {
    old.forEach((screen, at) => swap(screen, fresh[at].querySelector("iframe")));
  } else {
    box.replaceChildren(...pairs);
    box.querySelectorAll("iframe").forEach((frame) => (frame.onload = () => drawn(frame)));
  }
  box.dataset.card = card.id;
  box.dataset.look = lookOf();
}

const lookOf = () => `${look.width} ${look.night} ${paneScale()}`;

function swap(screen, frame) {
  const before = screen.querySelector("iframe:not(.coming)");
  if (before.src === frame.src) return;
  screen.querySelectorAll(".coming").forEach((late) => late.remove());
  frame.classList.add("coming");
  frame.onload = () => {
    frame.classList.remove("coming");
    before.remove();
    drawn(frame);
  };
  screen.append(frame);
}

function drawn(frame) {
  frame.dataset.drawn = "yes";
  const waiting = [...$("faces").querySelectorAll("iframe")].some((each) => !each.dataset.drawn);
  if (!waiting) document.body.dataset.drawn = String(Date.now());
}

function paneScale() {
  const room = $("card").clientWidth - 44;
  const two = (room - 22) / 2;
  return Math.min(1, look.width <= two ? 1 : Math.max(two, Math.min(room, 340)) / look.width);
}

export function screen(card, at, side, name, scale, width = look.width, height = HEIGHTS[look.width]) {
  const query = `night=${Number(look.night)}&hints=${Number(look.hints)}&v=${card.faces[at].hash}`;
  const frame = make("iframe", { src: `face/${card.id}/${at}/${side}?${query}`, title: `${name} of ${card.id}`, width, height });
  frame.sandbox = "";
  frame.style.transform = `scale(${scale})`;
  const box = make("div", { className: `screen${look.night ? " night" : ""}` }, frame);
  box.style.width = `${Math.round(width * scale) + 2}px`;
  box.style.height = `${Math.round(height * scale) + 2}px`;
  const size = scale < 1 ? `${width} px at ${Math.round(scale * 100)} %` : `${width} px`;
  return make("figure", {}, make("figcaption", {}, make("span", { textContent: name }), make("span", { textContent: size })), box);
}

// ---- what the person does

function step(by) {
  const at = listed.indexOf(chosen);
  const next = listed[at < 0 ? 0 : Math.min(listed.length - 1, Math.max(0, at + by))];
  if (next && next !== chosen) choose(next);
}

function setWidth(width) {
  look.width = width;
  for (const button of document.querySelectorAll("[data-width]")) button.setAttribute("aria-pressed", String(Number(button.dataset.width) === width));
  if (told.cards[chosen]) showFaces(told.cards[chosen]);
}

function flip(name) {
  look[name] = !look[name];
  $(name).setAttribute("aria-pressed", String(look[name]));
  if (name !== "follow" && told.cards[chosen]) showFaces(told.cards[chosen]);
}

function tick(id) {
  $(id).checked = !$(id).checked;
  filter();
}

function filter() {
  list();
  if (!listed.includes(chosen)) choose(listed[0] ?? "");
}

const startStudy = () => study(listed.map((id) => told.cards[id]).filter((card) => card.faces.length && !card.retired), screen);
const KEYS = {
  j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1), n: () => flip("night"),
  h: () => flip("hints"), f: () => flip("follow"), 1: () => setWidth(360), 2: () => setWidth(768), 3: () => setWidth(1200),
  c: () => told.since && tick("since"), x: () => tick("found"), e: () => $("edit")?.click(), s: startStudy,
  "/": () => $("search").focus(), "?": () => $("keys").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if ($("lesson").open) return answerKey(event);
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && event.target === $("search")) return $("card").focus();
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox") return;
  if (KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
});
$("filters").addEventListener("input", filter);
$("filters").addEventListener("submit", (event) => event.preventDefault());
$("filters").addEventListener("reset", () => setTimeout(filter));
for (const button of document.querySelectorAll("[data-width]")) button.onclick = () => setWidth(Number(button.dataset.width));
for (const name of ["night", "hints", "follow"]) $(name).onclick = () => flip(name);
$("study").onclick = startStudy;
$("help").onclick = () => $("keys").showModal();
let resizing;
addEventListener("resize", () => {
  clearTimeout(resizing);
  resizing = setTimeout(() => told.cards[chosen] && showFaces(told.cards[chosen]), 100);
});
addEventListener("hashchange", () => told.cards[location.hash.slice(1)] && choose(location.hash.slice(1)));
look.night = matchMedia("(prefers-color-scheme: dark)").matches;
$("night").setAttribute("aria-pressed", String(look.night));
setWidth(360);
listen();
