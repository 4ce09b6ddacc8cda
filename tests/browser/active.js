// Puts each face into the page as Anki's reviewer does, and into a document of its own, and tells all that is no plain text.
const TAGS = new Set(("a abbr b bdi bdo blockquote br caption cite code dd del details dfn div dl dt em figcaption figure " +
  "h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby rb s samp small span strong sub summary sup table tbody td " +
  "tfoot th thead tr u ul var wbr").split(" "));
const ATTRIBUTES = new Set("class id lang dir title alt src href open colspan rowspan start".split(" "));
const HINT = /^this\.style\.display='none';\s*document\.getElementById\('hint[0-9a-f]+'\)\.style\.display='block';\s*return false;$/;
const ADOPTED_TAGS = new Set("font center big strike tt".split(" "));
const ADOPTED = new Set("style width height color face size type align valign bgcolor border cellpadding cellspacing".split(" "));
const PLAY = /^pycmd\('play:[qa]:\d+'\); return false;$/;
const PRIVATE = /(^|\.)(localhost|local|localdomain|lan|home|internal|arpa)\.?$|^[\d.]+$|^\[|(^|\.)(nip\.io|localtest\.me)$/;
const ran = [];
let current = -1;
window.pycmd = () => {}; // what a button of a sound calls
for (const name of ["alert", "confirm", "prompt", "open", "fetch"]) window[name] = () => { ran.push(current); };
window.addEventListener("error", event => { if (event.message) ran.push(current); });
document.addEventListener("click", event => event.preventDefault(), true);
document.addEventListener("submit", event => event.preventDefault(), true);

function faults(root, media, adopted) {
  const found = [];
  for (const element of root.querySelectorAll("*")) {
    const tag = element.localName;
    if (element.namespaceURI !== "http://www.w3.org/1999/xhtml" || !TAGS.has(tag) && !(adopted && ADOPTED_TAGS.has(tag))) found.push(`<${tag}>`);
    for (const { name, value } of element.attributes) {
      const hint = tag === "a" && element.className === "hint" && (name === "onclick" && HINT.test(value) || name === "draggable");
      const hidden = tag === "div" && element.className === "hint" && name === "style" && value === "display: none";
      const gap = tag === "span" && /^cloze(-inactive)?$/.test(element.className) && /^data-(cloze|ordinal)$/.test(name);
      const play = tag === "a" && element.className === "replay-button soundLink" && (name === "onclick" && PLAY.test(value) || name === "draggable");
      if (!ATTRIBUTES.has(name) && !hint && !hidden && !gap && !play && !(adopted && ADOPTED.has(name))) found.push(`${tag}[${name}]`);
      if (name === "style" && !hidden && /url|position|\\|@|display|content|image/i.test(element.style.cssText)) found.push(`style ${value}`);
      if (name === "src" && !media.includes(value) && !(adopted && media.includes(decoded(value)))) found.push(`src ${value}`);
      if (name === "href" && !(value === "#" && /^(hint|replay-button soundLink)$/.test(element.className)) && !leadsOut(value)) found.push(`href ${value}`);
    }
  }
  const text = root.textContent;
  if (/[\0-\x08\x0b\x0c\x0e-\x1f]/.test(text)) found.push("control character");
  if (/\[sound:|\[latex\]|\[\$\$?\]|\[anki:(?!play)/i.test(root.innerHTML.replace(/ data-cloze="[^"]*"/g, ""))) found.push("Anki's syntax");
  return found;
}

function decoded(value) {
  try { return decodeURIComponent(value); } catch { return value; }
}

function leadsOut(value) {
  let url;
  try { url = new URL(value, "file:///here/"); } catch { return false; }
  if (url.protocol === "mailto:") return !url.search.includes("attach");
  return url.protocol === "https:" && !url.username && !url.port && !PRIVATE.test(url.hostname);
}

const told = {};
const parser = new DOMParser();
FACES.forEach((face, at) => {
  current = at;
  const section = document.createElement("section");
  section.innerHTML = face.html;
  const apart = parser.parseFromString(`<!doctype html><div id=qa>${face.html}</div><p id=end></p>`, "text/html");
  const found = [...faults(section, MEDIA, face.adopted), ...faults(apart.body, MEDIA, face.adopted)];
  if (apart.head.children.length) found.push("something in the head");
  if (apart.body.attributes.length) found.push("attributes on the body");
  if (!apart.getElementById("end")) found.push("the page ends in it");
  document.querySelector("main").append(section);
  for (const script of section.querySelectorAll("script")) {
    const again = document.createElement("script");
    again.text = script.text;
    try { script.replaceWith(again); } catch { ran.push(at); }
  }
  for (const element of section.querySelectorAll("*"))
    for (const type of ["mouseover", "pointerenter", "focus", "click", "toggle", "copy"])
      element.dispatchEvent(new Event(type, { bubbles: false, cancelable: true }));
  if (face.style !== undefined) {
    // The note type's style stands before the card, as in Anki: what ends it there would be HTML.
    const frame = document.createElement("iframe");
    frame.srcdoc = `<!doctype html><body class=card><style>${face.style}</style><div id=qa>${face.html}</div><p id=end></p>`;
    frame.onload = () => {
      const inside = frame.contentDocument;
      const strange = faults(inside.getElementById("qa"), MEDIA, face.adopted);
      const other = [...inside.body.children].map(e => e.localName + (e.id && `#${e.id}`)).join();
      if (other !== "style,div#qa,p#end") strange.push(`around it: ${other}`);
      const covers = [...inside.querySelectorAll("*")].some(e => inside.defaultView.getComputedStyle(e).position === "fixed");
      if (covers) strange.push("covers the page");
      if (strange.length) told[at] = [...(told[at] ?? []), ...strange];
    };
    document.querySelector("main").append(frame);
  }
  if (found.length) told[at] = [...new Set(found)];
  if (face.shown !== undefined) {
    const part = apart.querySelector(face.part);
    const text = (part ? part.innerText ?? part.textContent : "").replace(/[ \n\t]+/g, " ").trim();
    if (text !== face.shown) told[at] = [...(told[at] ?? []), `shows: ${text}`];
  }
});
setTimeout(() => {
  for (const at of ran) told[at] = [...(told[at] ?? []), "it ran"];
  document.body.dataset.told = JSON.stringify(told);
  document.querySelector("main").remove();
}, 1500);
