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
  // Streamlit names its own buttons, and the menus of its grid, in English only; who reads or hears the page reads or
  // hears its language. Only these places are looked at: nothing that people typed, and no cell of the grid.
  const MENUS = ["stDataFrameColumnMenu", "stDataFrameColumnVisibilityMenu"].map((one) => `[data-testid=${one}]`);
  const NAMED = [".st-key-workshop button", ...MENUS.map((one) => `${one} :is(button, [role=menu], input)`)].map((one) => `${one}[aria-label]`).join();
  const WORDED = [`${MENUS[0]} [role=menuitem]`, `${MENUS[1]} label span`, ".gdg-search-status label", "[data-testid=search-result-area]", "[data-testid=stTooltipContent] :is(p, span)"].join();
  function ours_for(said) {
    const about = /^Help for (.*)$/s.exec(said), found = /^(?:(\d+) of )?(?:(\d+) results?|over 1000)$/.exec(said);
    if (about) return data.names["Help for"].replace("…", about[1]);
    if (!found) return data.names[said];
    const count = found[2] ?? data.names["over 1000"];
    return found[1] ? data.names["# of # found"].replace("#", found[1]).replace("#", count) : data.names["# found"].replace("#", count);
  }
  let naming = 0;
  function name() {
    naming = 0;
    for (const one of document.querySelectorAll(NAMED)) {
      const better = ours_for(one.getAttribute("aria-label"));
      if (better) for (const where of ["aria-label", "title"]) if (one.hasAttribute(where)) one.setAttribute(where, better);
    }
    for (const one of document.querySelectorAll(WORDED)) {
      for (const text of one.childNodes) {
        const better = text.nodeType === Node.TEXT_NODE && ours_for(text.data);
        if (better) text.data = better;
      }
    }
  }
  const appearing = data?.names && new MutationObserver(() => { naming ||= requestAnimationFrame(name); });
  if (appearing) { name(); appearing.observe(document.body, { childList: true, subtree: true, characterData: true }); }
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
