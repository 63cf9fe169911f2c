window.prerenderReady = false;
// Without this the browser asks for /page/_stcore/health first and logs two 404s at every deep link.
window.__streamlit = { BACKEND_BASE_URL: location.origin + "%BASE%/" };
// Whoever signs in comes back to the page where they did (the sign-in service leads to the first page).
var back = sessionStorage.getItem("bc-back");
if (back && location.pathname === "%BASE%/" && !location.search) {
  sessionStorage.removeItem("bc-back");
  history.replaceState({}, "", back);
}
// Streamlit fetches its icon font (366 kB) at every first visit; the browser does so by itself where an icon is shown.
var loadFont = document.fonts.load.bind(document.fonts);
document.fonts.load = function (font, text) {
  return font.includes("Material Symbols") ? Promise.resolve([]) : loadFont(font, text);
};
