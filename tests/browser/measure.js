// Measures every visible text of a page: is anything wider than the page, and is every text readable on its ground?
// What it cannot judge (a picture or a gradient under text) it tells as a fault, too.
function channels(colour) {
  const found = colour.match(/[\d.]+/g).map(Number);
  return found.length > 3 ? found : [...found, 1];
}
function over(top, under) {
  return [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3]));
}
function luminance(colour) {
  const linear = colour.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}
function ancestors(element) {
  const found = [];
  for (let e = element; e; e = e.parentElement) found.push(e);
  return found;
}
function contrast(element) {
  const [all, fades] = [ancestors(element), ancestors(element).map((e) => Number(getComputedStyle(e).opacity))];
  const ground = all.reduceRight((under, e) => over(channels(getComputedStyle(e).backgroundColor), under), [255, 255, 255]);
  const colour = channels(getComputedStyle(element).color);
  colour[3] *= fades.reduce((a, b) => a * b);
  const [a, b] = [over(colour, ground), ground].map(luminance);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
function seen(element) {
  const style = getComputedStyle(element);
  return element.getClientRects().length && style.visibility === "visible" && style.display !== "none";
}
function name(node) {
  return (node.data || node.className || node.tagName || "").toString().trim().slice(0, 40);
}
function textFaults(node, element, strict) {
  const faults = [];
  const ratio = contrast(element);
  if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(2)}: ${name(node)}`);
  if (ratio < 7 && element.closest(strict)) faults.push(`contrast below 7, ${ratio.toFixed(2)}: ${name(node)}`);
  if (ancestors(element).some((e) => getComputedStyle(e).backgroundImage !== "none")) {
    faults.push(`on a picture: ${name(node)}`);
  }
  if (parseFloat(getComputedStyle(element).fontSize) < 13) faults.push(`too small: ${name(node)}`);
  return { faults, ratio };
}
function scrolls(element) {
  return ancestors(element).some((e) => ["auto", "scroll"].includes(getComputedStyle(e).overflowX) && e.closest(".ab"));
}
function wide(box, node) {
  return box.right > innerWidth + 0.5 || box.left < -0.5 ? [`too wide: ${name(node)}`] : [];
}
// strict: a selector; texts below what it matches need a contrast of 7.
function measure(strict) {
  const faults = [];
  const ratios = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || ["STYLE", "SCRIPT"].includes(element.tagName) || !seen(element)) continue;
    const found = textFaults(node, element, strict);
    ratios.push(found.ratio);
    faults.push(...found.faults);
    const range = document.createRange();
    range.selectNodeContents(node);
    if (!scrolls(element)) faults.push(...wide(range.getBoundingClientRect(), node));
  }
  for (const element of document.querySelectorAll(".ab, .ab *")) {
    if (seen(element) && !scrolls(element)) faults.push(...wide(element.getBoundingClientRect(), element));
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.push("the page scrolls sideways");
  for (const image of document.querySelectorAll(".ab img")) {
    if (!image.naturalWidth) faults.push(`no picture: ${image.alt}`);
  }
  return { width: innerWidth, texts: ratios.length, least: Math.min(...ratios), answers: document.querySelectorAll("#answer").length, faults: [...new Set(faults)] };
}
