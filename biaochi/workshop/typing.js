// Commits what is being typed after a short rest, so that the check answers while somebody types and not on leaving.
const REST = 450;
export default function () {
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
  return () => { clearTimeout(waiting); gone.abort(); };
}
