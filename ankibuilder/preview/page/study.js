// A few cards, answered as in Anki, to feel how they are to recall. Nothing is stored, and nothing is scheduled:
// what was answered with "again" comes once more at the end.
import { $ } from "./dom.js";

const MOST = 10;
const ANSWERS = ["again", "hard", "good", "easy"];
let left = [];
let counts = {};
let met = 0;
let total = 0;
let show;
let answering = false;

export function study(cards, screen) {
  left = cards.slice(0, MOST).map((card) => ({ card, again: false }));
  [met, total, show] = [0, left.length, screen];
  counts = Object.fromEntries(ANSWERS.map((answer) => [answer, 0]));
  $("lesson").showModal();
  front();
}

function front() {
  if (!left.length) return end();
  place("front", "Front");
  $("lesson-at").textContent = `${met + 1} of ${total}`;
  turn(false);
  $("lesson-words").replaceChildren();
  $("lesson-show").hidden = false;
  $("lesson-show").focus();
}

function back() {
  place("back", "Back");
  turn(true);
  document.querySelector('#lesson [data-answer="good"]').focus();
}

function place(side, name) {
  const height = Math.min(560, innerHeight - 260);
  $("lesson-face").replaceChildren(show(left[0].card, 0, side, name, 1, Math.min(360, innerWidth - 90), height));
}

function turn(shown) {
  answering = shown;
  $("lesson-show").hidden = shown;
  $("lesson-answers").hidden = !shown;
}

function answer(how) {
  const [first] = left.splice(0, 1);
  counts[how] += 1;
  met += 1;
  if (how === "again" && !first.again) {
    left.push({ card: first.card, again: true });
    total += 1;
  }
  front();
}

function end() {
  turn(false);
  $("lesson-show").hidden = true;
  $("lesson-face").replaceChildren();
  $("lesson-at").textContent = "";
  const rows = ANSWERS.filter((how) => counts[how]).map((how) => {
    const row = document.createElement("div");
    row.append(Object.assign(document.createElement("dt"), { textContent: how[0].toUpperCase() + how.slice(1) }));
    row.append(Object.assign(document.createElement("dd"), { textContent: counts[how] }));
    return row;
  });
  const told = document.createElement("dl");
  told.append(...rows);
  const words = `That was ${met} ${met === 1 ? "answer" : "answers"}.`;
  $("lesson-words").replaceChildren(Object.assign(document.createElement("p"), { textContent: words }), told);
  $("lesson-words").focus();
}

export function answerKey(event) {
  if (event.key === " " || event.key === "Enter") {
    if (event.target.closest?.("#lesson-end")) return;
    event.preventDefault();
    if (answering) answer(event.target.dataset?.answer ?? "good");
    else if (left.length) back();
    else $("lesson").close();
  } else if (answering && ANSWERS[Number(event.key) - 1]) {
    event.preventDefault();
    answer(ANSWERS[Number(event.key) - 1]);
  }
}

$("lesson-show").onclick = back;
$("lesson-end").onclick = () => $("lesson").close();
for (const button of document.querySelectorAll("#lesson [data-answer]")) button.onclick = () => answer(button.dataset.answer);
