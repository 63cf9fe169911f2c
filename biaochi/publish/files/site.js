// The few things that a page of plain files cannot say in HTML: "/" opens the search, choices lead to their files,
// and the search page searches. Everything else works without scripts. No request is made: index.js is a file beside.
"use strict";
(function () {
  var body = document.body, up = body.dataset.up, all = window.BIAOCHI || { areas: [], things: [], shown: {}, found: [] };
  document.documentElement.dataset.keys = "";

  document.addEventListener("keydown", function (event) {
    var at = event.target, link = document.querySelector("a.bc-find");
    if (event.key !== "/" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !link) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return;
    event.preventDefault();
    var field = document.getElementById("bc-q");
    if (field) field.focus(); else location.href = link.href;
  });

  // ---- choices instead of the way over the lists ----
  function choices(kind) {
    if (kind === "area") return all.areas.map(function (one) { return [one[0], one[1], file(one[0])]; });
    if (kind === "thing") return all.things.map(function (one) { return [one[0], one[1], "compare/" + one[0] + ".html"]; });
    var own = all.shown[body.dataset.area] || [];
    return own.map(function (n) {
      var one = all.indicators[n];
      return [one[0], one[1], "indicator/" + body.dataset.area + "/" + one[0] + ".html"];
    });
  }
  function file(area) {
    var one = all.areas.find(function (row) { return row[0] === area; });
    if (body.dataset.page === "indicator") {
      var there = (all.shown[area] || []).some(function (n) { return all.indicators[n][0] === body.dataset.thing; });
      if (there) return "indicator/" + area + "/" + body.dataset.thing + ".html";
    }
    return body.dataset.page === "overview" && one[2] ? one[2] : "area/" + area + ".html";
  }
  document.querySelectorAll(".bc-pick").forEach(function (pick) {
    var kind = pick.dataset.kind, now = kind === "area" ? body.dataset.area : body.dataset.thing;
    var found = choices(kind);
    if (found.length < 2 || !found.some(function (one) { return one[0] === now; })) return;
    var field = document.createElement("select");
    field.setAttribute("aria-label", pick.dataset.label);
    found.forEach(function (one) { field.add(new Option(one[1], one[2], one[0] === now, one[0] === now)); });
    field.addEventListener("change", function () { location.href = up + field.value; });
    window.addEventListener("pageshow", function () { // Back shows the page, not the choice that led away
      found.forEach(function (one, n) { if (one[0] === now) field.selectedIndex = n; });
    });
    pick.querySelector("strong").replaceWith(field);
    if (kind !== "indicator") pick.querySelector("a").remove();
  });

  // ---- the search: the ranks of biaochi/search without its mending of slips ----
  var EXACT = 0, PREFIX = 1, INSIDE = 2, SPELT = 3, INITIALS = 4, TEXT = 5;
  function fold(text) {
    var plain = text.normalize("NFKC").toLowerCase().replace(/ü/g, "v").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
    return plain.replace(/[^\p{L}\p{N}]/gu, "");
  }
  function heads(spaced) { // where words begin, counted without the gaps: Han signs, and the first of other runs
    var found = [], at = 0, open = false;
    for (var sign of spaced) {
      if (sign === " ") { open = false; continue; }
      if (sign > "\u2fff" || !open) found.push(at);
      open = sign <= "\u2fff";
      at += sign.length;
    }
    return found;
  }
  function covers(syllables, begin, term) { // [signs, whether in full] of the best spelling from here; null without one
    var read = new Map([[0, true]]);
    for (var n = begin; n < syllables.length; n++) {
      var one = syllables[n], after = new Map(), end = null;
      var initials = /^(zh|ch|sh)/.test(one) ? [1, 2] : [1];
      read.forEach(function (full, at) {
        var rest = term.slice(at);
        if (one.startsWith(rest)) { end = end || (full && (n === begin || rest.length > 1 || one.length === 1)); return; }
        initials.concat(one.length).forEach(function (size) {
          if (rest.startsWith(one.slice(0, size))) {
            var whole = full && size === one.length;
            after.set(at + size, after.get(at + size) || whole);
          }
        });
      });
      if (end !== null) return [n - begin + 1, syllables.slice(begin, n + 1).join("").startsWith(term)];
      if (!after.size) return null;
      read = after;
    }
    return null;
  }
  function fit(field, term) {
    var role = field[0], spaced = field[1], plain = field.plain || (field.plain = spaced.replace(/ /g, ""));
    var starts = field.heads || (field.heads = heads(spaced)), name = role < 3, best = null;
    var latin = /^[\x00-\x7f]*$/.test(term), at = plain.indexOf(term);
    if (at >= 0 && latin && !starts.includes(at)) {
      var head = starts.find(function (n) { return plain.startsWith(term, n); });
      at = head !== undefined ? head : term.length >= 4 ? at : -1;
    }
    if (at >= 0) {
      var word = latin && starts.includes(at) && role !== 2;
      best = !name ? [TEXT, 1] : term === plain ? [EXACT, 0] : at === 0 || word ? [PREFIX, 0]
        : [role === 2 || latin ? TEXT : INSIDE, 0];
    }
    if (field[2] && latin && term.length > 1 && !/^\d+$/.test(term)) {
      var syllables = field.sounds || (field.sounds = field[2].split(" "));
      starts.forEach(function (n) {
        if (!syllables[n] || syllables[n][0] !== term[0]) return;
        var found = covers(syllables, n, term);
        if (!found) return;
        var rank = [found[1] ? SPELT : INITIALS, found[0] === syllables.length ? 0 : n === 0 ? 1 : 2];
        if (!best || before(rank, best) < 0) best = rank;
      });
    }
    return best;
  }
  function before(a, b) { return a[0] - b[0] || a[1] - b[1]; }
  function best(entry, term) {
    return entry.t.map(function (one) { return fit(one, term); }).filter(Boolean).sort(before)[0] || null;
  }
  function match(entry, whole, words) {
    var rank = best(entry, whole);
    if (rank || words.length < 2) return rank;
    var ranks = words.map(function (word) { return best(entry, word); });
    return ranks.every(Boolean) ? [Math.max.apply(null, ranks.map(function (one) { return one[0]; })), 3] : null;
  }
  function search(text) {
    var words = text.slice(0, 60).split(/\s+/).map(fold).filter(Boolean), whole = words.join("");
    if (!whole) return [];
    var hits = all.found.map(function (entry, n) { return { e: entry, r: match(entry, whole, words), n: n }; });
    hits = hits.filter(function (hit) { return hit.r; });
    hits.sort(function (a, b) { return before(a.r, b.r) || b.e.w - a.e.w || a.e.n.length - b.e.n.length || a.n - b.n; });
    return hits;
  }
  function element(tag, css, text) {
    var made = document.createElement(tag);
    if (css) made.className = css;
    if (text) made.textContent = text;
    return made;
  }
  function show(field, place) {
    var said = JSON.parse(place.dataset.words), hits = search(field.value), kinds = [];
    place.replaceChildren();
    document.getElementById("bc-lists").hidden = hits.length > 0;
    if (!fold(field.value)) return;
    var order = ["indicator", "area", "plan", "source", "concept"], first = {};
    hits.forEach(function (hit) { if (!(hit.e.k in first)) { first[hit.e.k] = hit.r[0]; kinds.push(hit.e.k); } });
    kinds.sort(function (a, b) { return first[a] - first[b] || order.indexOf(a) - order.indexOf(b); });
    place.append(element("p", "bc-sub", hits.length ? said.found.replace("#", hits.length) : said.nothing.replace("#", field.value.trim())));
    kinds.forEach(function (kind) {
      var own = hits.filter(function (hit) { return hit.e.k === kind; }), card = element("section", "bc-card");
      var title = element("h2", "", said[kind] + " "), list = element("ul", "bc-hits");
      title.append(element("span", "bc-count", own.length > 60 ? own.length + " · " + said.few : String(own.length)));
      own.slice(0, 60).forEach(function (hit) {
        var item = element("li"), line = element("p", "bc-hit"), link = element("a", "", hit.e.n);
        link.href = up + hit.e.l;
        line.append(link);
        item.append(line, element("p", "bc-sub", hit.e.f));
        list.append(item);
      });
      card.append(title, list);
      place.append(card);
    });
  }
  var field = document.getElementById("bc-q"), place = document.getElementById("bc-found");
  if (field) {
    try { field.value = decodeURIComponent(location.hash.slice(1)); } catch (_) { /* not one of ours */ }
    field.addEventListener("input", function () {
      show(field, place);
      history.replaceState(null, "", "#" + encodeURIComponent(field.value.trim()));
    });
    show(field, place);
    field.focus();
  }
})();
