// A deck in a file: shown over the text when asked for, with the same keys as the present page.
const root = document.documentElement, parts = document.getElementById("bc-keys-here");
const data = JSON.parse(parts.dataset.given);
let stop = null;
function begin(wide) {
  if (stop) return;
  root.dataset.show = "";
  stop = keys({ data, parentElement: parts });
  if (wide) root.requestFullscreen?.().catch(() => {});
}
// What the speaker reads, in a window of its own that turns with the pages and turns them.
let beside = null;
function notes() {
  if (beside && !beside.closed) { beside.close(); return; }
  beside = open("", "", "popup,width=760,height=900");
  if (!beside) return;
  beside.document.title = document.title;
  beside.document.documentElement.lang = root.lang;
  beside.document.head.append(document.getElementById("bc-notes-style").content.cloneNode(true));
  beside.addEventListener("keydown", ({ key }) => dispatchEvent(new KeyboardEvent("keydown", { key })));
  write();
}
function write() {
  if (!beside || beside.closed) return;
  const n = root.dataset.bcSlide, slide = document.querySelector(`.bc-slide[data-n="${n}"]`);
  if (!slide) return;
  const head = document.createElement("h1"), named = [...slide.querySelectorAll("[popovertarget]")];
  head.textContent = slide.getAttribute("aria-label");
  const proofs = [...new Set(named.map((one) => one.getAttribute("popovertarget")))].map((id) => {
    const found = document.createElement("section");
    found.className = "proof";
    found.append(...[...(document.getElementById(id)?.childNodes ?? [])].map((one) => one.cloneNode(true)));
    return found;
  });
  beside.document.body.replaceChildren(head, document.querySelector(`.bc-noted [data-n="${n}"]`).cloneNode(true), ...proofs);
}
new MutationObserver(write).observe(root, { attributeFilter: ["data-bc-slide"] });
addEventListener("pagehide", () => beside?.close());
function end() {
  stop?.();
  stop = null;
  delete root.dataset.show;
  root.removeAttribute("data-bc-black");
}
document.getElementById("bc-play")?.addEventListener("click", () => begin(true));
let reading = false;  // the Escape that closes a pop-up, the black screen or the full screen does not end the show
document.addEventListener("fullscreenchange", () => { reading = true; });
window.addEventListener("keydown", (event) => {
  if (event.key === "Escape") reading = Boolean(document.querySelector(":popover-open")) || root.hasAttribute("data-bc-black");
  if (event.key.toLowerCase() === "n" && stop && !event.ctrlKey && !event.metaKey && !event.altKey) notes();
  if (event.key === "F5" && !event.ctrlKey && !stop) { event.preventDefault(); begin(true); }
}, true);
window.addEventListener("keyup", (event) => {
  if (event.key === "Escape" && !reading && !document.fullscreenElement) end();
});
if (/[?&](slide|show)\b/.test(location.search)) begin(false);
