// The keys of a presentation. All pages are in the document; turning one is an attribute on <html>, without a server.
export default function ({ data, parentElement }) {
  const root = document.documentElement, last = data.pages, main = !data.beside;
  const asked = new URL(location.href).searchParams, n = Number(asked.get("slide"));
  clearTimeout(window.biaochiLeft);
  const state = window.biaochiTalk?.(data.deck) ?? { at: n >= 1 && n <= last ? n : data.start, theme: "", black: false, auto: data.auto };
  const gone = new AbortController(), listen = { signal: gone.signal, capture: true };
  const part = (name) => parentElement.querySelector(`[data-part="${name}"]`);
  const channel = new BroadcastChannel(`biaochi ${data.deck}`);
  let typed = "", turning = 0, asleep = 0, touched = null;

  function show() {
    state.at = Math.min(Math.max(state.at, 1), last);
    root.dataset.bcSlide = state.at;
    root.toggleAttribute("data-bc-black", state.black);
    if (state.theme) root.dataset.bcTheme = state.theme;
    fitted();
    part("said").textContent = document.querySelector(`.bc-slide[data-n="${state.at}"]`)?.getAttribute("aria-label") ?? "";
    part("auto").textContent = state.auto ? `${state.auto} s` : "";
    const link = new URL(location.href);
    for (const [name, value] of [["slide", state.at], ["theme", state.theme || data.theme], ["auto", state.auto]])
      value ? link.searchParams.set(name, value) : link.searchParams.delete(name);
    try { if (link.href !== location.href) history.replaceState(history.state, "", link); } catch { /* a file may not */ }
    clearTimeout(turning);
    if (state.auto && main) turning = setTimeout(() => (open() || state.black ? show() : go(state.at % last + 1)), state.auto * 1000);
  }
  // Pages are filled by estimate; where very long names have fooled it, the letters give way. The pages come after this
  // script, and a rerun puts them as they came: then once more.
  const news = new MutationObserver((found) => {
    const deck = ({ target, type, addedNodes }) => type === "attributes" ? target.matches(".bc-body")
      : target.closest(".bc-deck") || [...addedNodes].some((one) => one.querySelector?.(".bc-slide"));
    if (found.some(deck)) fitted();
  });
  news.observe(document.body, { childList: true, subtree: true, attributeFilter: ["style"] });
  function fitted() {
    for (const n of main ? [state.at] : [state.at, state.at + 1]) fit(document.querySelector(`.bc-slide[data-n="${n}"] .bc-body`));
    news.takeRecords();  // those are our own
  }
  function fit(body) {
    body?.style.removeProperty("--fit");
    for (let share = 1; body && body.scrollHeight > body.clientHeight + 2 && share > 0.5; share -= 0.05) body.style.setProperty("--fit", share - 0.05);
  }
  function tell() { show(); channel.postMessage({ ...state }); }
  function go(n) { close(); document.activeElement?.blur(); state.at = n; state.black = false; tell(); }
  function step(by) { state.black ? go(state.at) : go(state.at + by); }

  // The pop-ups of the numbers on the page at hand, one after the other.
  const open = () => document.querySelector(".bc-present [popover]:popover-open");
  const close = () => document.querySelectorAll(".bc-present [popover]:popover-open").forEach((one) => one.hidePopover());
  const toggle = (id) => { const was = open()?.id === id; close(); if (!was) document.getElementById(id)?.showPopover(); };
  function proof() {
    const buttons = document.querySelectorAll(`.bc-slide[data-n="${state.at}"] [popovertarget]`);
    const ids = [...new Set([...buttons].map((one) => one.getAttribute("popovertarget")))];
    const next = ids[ids.indexOf(open()?.id) + 1];
    close();
    if (next) document.getElementById(next)?.showPopover();
  }
  // A card that is longer than the window is read on with the keys that go down; beyond its end they turn the page.
  const left = (card) => (card ? card.scrollHeight - card.clientHeight - card.scrollTop : 0);
  const more = () => root.toggleAttribute("data-bc-more", left(open()) > 2);
  const ways = { ArrowDown: "down", ArrowUp: "up", PageDown: "page", " ": "page", PageUp: "back", Home: "first", End: "last" };
  function read(key) {
    const card = open(), way = ways[key];
    if (!way || !card || card.scrollHeight <= card.clientHeight + 2) return false;
    if ((way === "page" && left(card) <= 2) || (way === "back" && card.scrollTop <= 0)) return false;
    const line = 3 * parseFloat(getComputedStyle(card).fontSize), sheet = card.clientHeight - 2 * line;
    card.scrollBy(0, { down: line, up: -line, page: sheet, back: -sheet, first: -card.scrollHeight, last: card.scrollHeight }[way]);
    return true;
  }
  function full() { document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.().catch(() => {}); }
  function paint() {
    const names = ["dark", "light", "contrast"];
    state.theme = names[(names.indexOf(state.theme || data.theme) + 1) % 3];
    tell();
  }
  const keys = {
    ArrowRight: () => step(1), PageDown: () => step(1), " ": () => step(1), ArrowLeft: () => step(-1), PageUp: () => step(-1),
    Backspace: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1), Home: () => go(1), End: () => go(last),
    b: () => { close(); state.black = !state.black; tell(); }, f: full, t: paint, q: () => toggle("bc-scan"), "?": () => toggle("bc-keys"),
    a: () => { state.auto = state.auto ? 0 : data.auto || 20; tell(); },
    p: () => data.presenter && window.open(data.presenter + `&slide=${state.at}`, "biaochi-presenter", "popup,width=1280,height=800"),
  };
  keys["."] = keys.b; keys["/"] = keys["?"]; keys.r = keys.c = () => {};  // Streamlit's own keys stay quiet here

  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const focused = document.activeElement?.matches?.(".bc-present :is(button, a)");
    if (/^[0-9]$/.test(key)) typed = (typed + key).slice(-3);
    else if (key === "Enter" && typed) { const n = Number(typed); typed = ""; go(n); }
    else if (key === "Enter" && !focused) proof();
    else if (key === "Escape") { typed = ""; if (state.black) keys.b(); }
    else if ((key === " " && focused) || !(key in keys)) { typed = ""; part("typed").textContent = ""; return; }
    else { typed = ""; if (!read(key)) keys[key](); }
    part("typed").textContent = typed && `${typed} ↵`;
    if (key === "Enter" && focused && !typed) return;
    if (key !== "Escape") event.preventDefault();
    event.stopPropagation();
  }, listen);
  window.addEventListener("pointermove", () => {
    root.dataset.bcAwake = "";
    clearTimeout(asleep);
    asleep = setTimeout(() => delete root.dataset.bcAwake, 2500);
  }, listen);
  for (const name of ["toggle", "scroll", "resize"]) window.addEventListener(name, more, listen);
  window.addEventListener("resize", fitted, listen);
  let reading = false;  // a click that closes a pop-up does not turn the page
  window.addEventListener("pointerdown", () => { reading = Boolean(open()); }, listen);
  window.addEventListener("click", (event) => {
    const blank = event.target.closest?.(".bc-slide, .bc-black") && !event.target.closest("button, a");
    if (blank && !reading && !String(getSelection())) step(event.clientX < innerWidth / 5 ? -1 : 1);
  }, listen);
  window.addEventListener("touchstart", (event) => (touched = event.touches[0]), { ...listen, passive: true });
  window.addEventListener("touchend", (event) => {
    const far = touched ? event.changedTouches[0].clientX - touched.clientX : 0;
    if (Math.abs(far) > 60 && !open()) step(far < 0 ? 1 : -1);
  }, { ...listen, passive: true });
  channel.onmessage = ({ data: said }) => {
    if (said.ask) return main && channel.postMessage({ ...state });
    if (said.at !== state.at) close();
    Object.assign(state, said);
    show();
  };
  const begun = (window.biaochiBegun ??= Date.now()), two = (n) => String(Math.floor(n)).padStart(2, "0");
  const clock = setInterval(() => {
    const gone = (Date.now() - begun) / 1000;
    if (!main) part("clock").textContent = `${new Date().toTimeString().slice(0, 5)}　${two(gone / 60)}:${two(gone % 60)}`;
  }, 500);

  show();
  if (data.beside) channel.postMessage({ ask: true });
  navigator.wakeLock?.request("screen").catch(() => {});
  // A rerun (new data, another language) takes the state over, even if it mounts anew; leaving takes everything away.
  const stop = () => { gone.abort(); news.disconnect(); channel.close(); clearInterval(clock); clearTimeout(turning); clearTimeout(asleep); };
  window.biaochiTalk = (deck) => { stop(); return deck === data.deck ? state : undefined; };
  const forget = () => {
    for (const name of ["bcSlide", "bcBlack", "bcTheme", "bcAwake", "bcMore"]) delete root.dataset[name];
    delete window.biaochiTalk;
  };
  return () => { stop(); window.biaochiLeft = setTimeout(forget, 1000); };
}
