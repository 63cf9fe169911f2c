// Commits what is being typed after a short rest, so that the check answers while somebody types and not on leaving.
const REST = 350;
export default function ({ data }) {
  const gone = new AbortController(), listen = { signal: gone.signal, capture: true };
  let waiting = 0, composing = false;
  const ours = (one) => one.closest?.(".st-key-editor, .st-key-beside") && one.matches("input[type=text], textarea") && one.getAttribute("role") !== "combobox";
  function commit(field) {
    if (composing || document.activeElement !== field) return;
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", keyCode: 13, ctrlKey: field.tagName === "TEXTAREA", bubbles: true, cancelable: true }));
  }
  function later(event) {
    clearTimeout(waiting);
    if (ours(event.target)) waiting = setTimeout(commit, REST, event.target);
  }
  document.addEventListener("compositionstart", () => { composing = true; clearTimeout(waiting); }, listen);
  document.addEventListener("compositionend", (event) => { composing = false; later(event); }, listen);
  document.addEventListener("input", later, listen);
  // A paste begins in a cell that can be typed into: the grid would drop what falls on the locked one before it and
  // put the rest a column too far to the left. The cell is left before the browser pastes.
  function aside(event) {
    const pastes = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "v" || event.shiftKey && event.key === "Insert";
    const at = pastes && document.activeElement?.closest?.(".st-key-editor [data-testid=stDataFrame]")?.querySelector("td[aria-selected=true]");
    if (at?.getAttribute("aria-readonly") !== "true") return;
    let next = at;
    while (next?.getAttribute("aria-readonly") === "true") next = next.nextElementSibling;
    next?.focus();
  }
  document.addEventListener("keydown", aside, listen);
  // Streamlit names its own buttons in English only; those who hear the page hear its language.
  let naming = 0;
  function name() {
    naming = 0;
    for (const button of document.querySelectorAll(".st-key-workshop button[aria-label]")) {
      const said = button.getAttribute("aria-label"), about = /^Help for (.*)$/s.exec(said);
      const better = about ? data.names["Help for"].replace("…", about[1]) : data.names[said];
      if (better) button.setAttribute("aria-label", better);
    }
  }
  const appearing = data?.names && new MutationObserver(() => { naming ||= requestAnimationFrame(name); });
  if (appearing) { name(); appearing.observe(document.body, { childList: true, subtree: true }); }
  // On a phone what is to be confirmed stands far below the bar with the buttons: lead there.
  function lead(tries) {
    const asked = document.querySelector(".st-key-edit_confirm, .st-key-edit_stopped");
    if (asked) asked.scrollIntoView({ block: "nearest" });
    else if (tries && !gone.signal.aborted) setTimeout(lead, 100, tries - 1);
  }
  // And once it is confirmed, what came of it stands in that bar again.
  function back(tries) {
    if (!document.querySelector(".st-key-edit_confirm")) document.querySelector(".st-key-edit_bar")?.scrollIntoView({ block: "nearest" });
    else if (tries && !gone.signal.aborted) setTimeout(back, 100, tries - 1);
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest?.(".st-key-edit_save")) lead(80);
    if (event.target.closest?.(".st-key-edit_confirm_save")) back(80);
  }, listen);
  return () => { clearTimeout(waiting); cancelAnimationFrame(naming); appearing?.disconnect(); gone.abort(); };
}
