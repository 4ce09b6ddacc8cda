// The page of `ankibuilder preview`: lists cards, shows one of them as Anki draws it, and follows what is saved.
// Asks its own server alone, writes text as text, and leaves the faces to frames without any rights.
import { $, make } from "./dom.js";
import { look, screen, showFaces } from "./screens.js";
import { answerKey, study } from "./study.js";
import { SURENESS, finding, marks, say, trouble } from "./words.js";

const FILTERS = ["module", "kind", "view", "tag", "sureness", "deck"];

let told = { order: [], cards: {}, findings: [], kinds: {}, modules: {}, decks: {} };
let listed = [];
let chosen = "";

// ---- what the server tells

async function everything() {
  const answer = await fetch("cards");
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  told = await answer.json();
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
  // The faces come first: they are what somebody waits for.
  const one = Object.keys(cards).length === 1 ? Object.keys(cards)[0] : "";
  const goesTo = look.follow && one && fits(told.cards[one]) ? one : chosen;
  if (told.cards[goesTo] && (goesTo !== chosen || cards[goesTo] || rest.modules || rest.kinds)) choose(goesTo);
  if (rest.kinds || rest.modules || rest.decks || Object.keys(cards).length) fillFilters();
  list(cards);
  general();
  if (!told.cards[chosen]) choose(listed[0] ?? "");
  if (seen.length === 1) say(`Updated ${seen[0].id}`);
  else if (seen.length) say(`Updated ${seen.length} cards`);
}

function general() {
  trouble(told.trouble);
  $("project").textContent = told.name || "Preview";
  document.title = `${told.name || "Preview"} · preview`;
  $("general").replaceChildren(...told.findings.map(finding));
  $("general").hidden = !told.findings.length;
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
  $("none").hidden = listed.length > 0;
  $("none").textContent = told.order.length ? "No card is like that." : "No cards yet. `ankibuilder new concept` prints one to fill in.";
  $("clear").hidden = !filtering();
  const all = `${told.order.length} card${told.order.length === 1 ? "" : "s"}`;
  $("count").textContent = listed.length === told.order.length ? all : `${listed.length} of ${all}`;
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

// ---- the card

function choose(id, scroll = true) {
  document.querySelector('.list [aria-current="true"]')?.removeAttribute("aria-current");
  const card = told.cards[id];
  chosen = card ? id : "";
  $("about").hidden = !card;
  $("findings").replaceChildren(...(card ? card.findings.map(finding) : []));
  if (!card) return $("faces").replaceChildren();
  showFaces(card);
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

function startStudy() {
  const cards = listed.map((id) => told.cards[id]).filter((card) => card.faces.length && !card.retired);
  if (cards.length) study(cards, screen);
  else say("No card here can be studied");
}

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
