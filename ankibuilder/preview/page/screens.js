// The screens of a card: frames without any rights, as wide as a phone, a tablet or a desktop.
import { $, make } from "./dom.js";

const HEIGHTS = { 360: 640, 768: 900, 1200: 800 };
export const look = { width: 360, night: false, hints: false, follow: true };

export function showFaces(card) {
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
