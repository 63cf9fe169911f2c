// A long view comes as packed HTML and is put in place by the browser itself: as Markdown it would be parsed and built
// in script, which takes ten times as long. Only what differs is touched: focus, what is unfolded and pop-ups stay.
export default async function ({ data, parentElement }) {
  const place = parentElement.querySelector(".bc-put"), turn = (place.bcTurn = (place.bcTurn ?? 0) + 1);
  const unpacked = new Response(data).body.pipeThrough(new DecompressionStream("gzip"));
  const made = document.createElement("template");
  made.innerHTML = await new Response(unpacked).text();
  if (place.bcTurn === turn) renew(place, safe(made.content)); // else a newer one has overtaken it
}
// The second lock, as Streamlit's Markdown would be; the first is that templates escape every text.
function safe(content) {
  for (const one of content.querySelectorAll("*")) {
    if (/^(script|iframe|object|embed|base|meta|link)$/i.test(one.localName)) { one.remove(); continue; }
    for (const { name, value } of [...one.attributes])
      if (/^on/i.test(name) || /^[\s\0]*(javascript|vbscript):/i.test(value)) one.removeAttribute(name);
  }
  return content;
}
function renew(place, made) {
  let old = place.firstChild;
  for (const next of [...made.childNodes]) {
    const after = old?.nextSibling;
    if (!old) place.append(next);
    else if (old.nodeName === next.nodeName && old.id === next.id) same(old, next);
    else old.replaceWith(next);
    old = after;
  }
  while (old) { const after = old.nextSibling; old.remove(); old = after; }
}
function same(old, next) {
  if (old.isEqualNode(next)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) { old.nodeValue = next.nodeValue; return; }
  const kept = old.localName === "details" ? "open" : ""; // as the reader has left it
  for (const { name } of [...old.attributes]) if (name !== kept && !next.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of next.attributes) if (name !== kept && old.getAttribute(name) !== value) old.setAttribute(name, value);
  renew(old, next);
}
