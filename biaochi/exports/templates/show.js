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
  if (event.key === "F5" && !event.ctrlKey && !stop) { event.preventDefault(); begin(true); }
}, true);
window.addEventListener("keyup", (event) => {
  if (event.key === "Escape" && !reading && !document.fullscreenElement) end();
});
if (/[?&](slide|show)\b/.test(location.search)) begin(false);
