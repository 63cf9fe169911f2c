// The copy buttons beside sentences. Without https a browser offers no clipboard, so the old way stands behind the new.
export default function ({ parentElement, data }) {
  const said = parentElement.querySelector("output"), gone = new AbortController();

  async function copy(text) {
    try { await navigator.clipboard.writeText(text); return true; } catch { /* no permission, or no https */ }
    const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
    field.style.cssText = "position:fixed;top:0;opacity:0";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    const what = button.dataset.copy, own = button.parentElement.querySelector(".bc-to-copy");
    const lines = what === "one" ? [own] : document.querySelectorAll(`.bc-to-copy[data-lang="${what}"]`);
    if (!(await copy([...lines].map((one) => one.textContent).join("\n")))) return void getSelection().selectAllChildren(own ?? lines[0]);
    said.textContent = data.copied;
    document.querySelectorAll("[data-copied]").forEach((one) => delete one.dataset.copied);
    button.dataset.copied = data.copied;
  }, { signal: gone.signal });
  return () => gone.abort();
}
