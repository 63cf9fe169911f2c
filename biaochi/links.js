// Links drawn by us (always target="_self") take Streamlit's own history path: a rerun instead of a full load.
document.addEventListener("click", function (event) {
  var link = event.target.closest && event.target.closest('a[target="_self"]');
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.hasAttribute("download") || !document.querySelector('[data-test-connection-state="CONNECTED"]')) return;
  var url = new URL(link.href.baseVal === undefined ? link.href : link.href.baseVal, location.href);
  var here = url.pathname === location.pathname;
  if (url.origin !== location.origin || url.pathname.split("/").pop().includes(".")) return;
  if (here && url.search === location.search && url.hash) return;
  event.preventDefault();
  if (url.searchParams.has("signin")) sessionStorage.setItem("bc-back", location.pathname + location.search);
  history.pushState({}, "", url);
  window.dispatchEvent(new PopStateEvent("popstate"));
  var main = document.querySelector('[data-testid="stMain"]');
  if (main && !here) main.scrollTo(0, 0);
});
// "/" opens the search from every page, as the header says; whoever comes to the search may type at once.
document.documentElement.dataset.keys = "";
function intoField(tries) {
  var field = document.querySelector(".st-key-pick_query input");
  if (field) field.focus();
  else if (tries) setTimeout(intoField, 100, tries - 1);
}
document.addEventListener("keydown", function (event) {
  var at = event.target;
  if (event.key !== "/" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return;
  var link = document.querySelector("a.bc-find");
  if (!link) return;
  event.preventDefault();
  if (!document.querySelector(".st-key-pick_query")) link.click();
  intoField(50);
});
document.addEventListener("click", function (event) {
  if (event.target.closest && event.target.closest("a.bc-find")) intoField(50);
});
if (/\/search$/.test(location.pathname) && !/[?&]q=[^&]/.test(location.search)) intoField(100);
// While the connection is lost Streamlit locks the page behind its message: what is on it is there, and is to be used.
new MutationObserver(function (changes) {
  if (document.querySelector(".stDialog")) changes.forEach(function (one) { if (one.target.inert) one.target.inert = false; });
}).observe(document.documentElement, { attributes: true, attributeFilter: ["inert"], subtree: true });
