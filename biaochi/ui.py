"""The only room that knows Streamlit: begins a page from its link, offers the pickers, shows views and charts."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import streamlit as st
from markupsafe import Markup
from streamlit.runtime.scriptrunner import get_script_run_ctx

from biaochi import palette, pickers, plain, putting, selection, sessions, style, views, visitor
from biaochi.access import User
from biaochi.keeper import Keeper, library_of
from biaochi.problem import nearest
from biaochi.selection import Selection
from biaochi.snapshot import UNSHOWN, Library, Missing
from biaochi.store import Row, Store, root_of
from biaochi.views.rows import first_area
from biaochi.words import Words

HERE = Path(__file__).parent
PAGES = ("overview", "plan", "indicator", "area", "compare", "sources", "quality", "report", "edit", "history",
         "search", "present")  # fmt: skip
ONLY = {"edit": "edit", "history": "edit"}
"""Pages that ask for more than to look."""
BARE = ("present",)
"""Pages without header and notices."""
_STORES: OrderedDict[str, Store] = OrderedDict()
_KEPT_STORES = 8
_BEGINNING = threading.Lock()


@cache
def library() -> Library:
    """The snapshots of the project that this process serves (BIAOCHI_ROOT, else the working folder)."""
    return library_of(root_of(Path(os.environ.get("BIAOCHI_ROOT") or ".")))


def run() -> None:
    """What app.py does: declare the pages and run the one that the link names."""
    _navigation().run()


def watch() -> Keeper:
    """Compiles edits of the catalogue in the background, once a process, and shows them in every open session."""
    with _BEGINNING:  # two first visitors come at once
        return _watch()


@cache
def _watch() -> Keeper:
    # a library of its own: a compilation never holds up a page
    keeper = Keeper(library_of(library().root), partial(sessions.renew, newest))
    keeper.start()
    keeper.beside(partial(sessions.prepare, newest))
    return keeper


def rest(wait: float) -> bool:
    """Ends the compiling in the background, if it was begun; whether it is quiet after so many seconds."""
    return not _watch.cache_info().currsize or watch().stop(wait)


def ready() -> bool:
    """Whether there is a snapshot that opens and answers; compiles nothing."""
    said = library().told()
    try:
        return said is not None and bool(library().open(said.shown).cursor().execute("select 1").fetchall())
    except UNSHOWN:
        return False


def close() -> None:
    """Lets go of every snapshot, at the end of a process."""
    library().close()
    _STORES.clear()
    library.cache_clear()


def begin(name: str) -> Page:
    """First line of every page: navigation, language, snapshot, selection, header. Works without app.py having run."""
    _navigation()
    watch()
    plain.begin()
    chosen, unread = selection.read(st.query_params)
    try:
        store, gone = _store(chosen.v)
    except UNSHOWN:  # nothing was ever compiled here, or the disk is gone; the log says why
        st.markdown(str(views.waiting(Words("en" if chosen.lang == "en" else "zh"))), unsafe_allow_html=True)
        st.stop()
    lang = chosen.lang if chosen.lang in ("zh", "en") else store.config.language
    page = Page(name, store, replace(chosen, lang=chosen.lang if lang == chosen.lang else ""), Words(lang))
    visitor.own_session(page.user)
    visitor.way_in(library().root, page.user)
    page.require("read")
    if unread:
        page.note("page.unread_link", names=page.words.join(unread))
    if gone:
        page.note("page.unknown_snapshot", value=chosen.v)
        page.selection = replace(page.selection, v="")
    page.resolve()
    if page.selection.v:
        library().keep(store.id)  # somebody has this link
    if name not in BARE:
        page.show(views.header(store, page.selection, page.words, name, page.pages, bool(page.selection.v), page.user),
                  key="header")  # fmt: skip
        if unknown := visitor.unknown_path(PAGES):
            page.show(views.lost(unknown, page.pages, page.selection, page.words), key="lost")
        if name != "quality" and page.may("edit"):  # that page lists every Problem anyway
            page.show(views.notice(library().attempt(), page.selection, page.words), key="notice")
    return page


def newest() -> Store:
    """The questions to the current snapshot, whatever the link has pinned."""
    return _store("")[0]


def _navigation() -> Any:
    """The pages of this app, declared once a run: both app.py and a page that was reached without it come here."""
    context: Any = get_script_run_ctx()
    done = getattr(context, "_biaochi", None)
    if done and done[0] is context.cursors:
        return done[1]
    st.set_page_config(page_title="标尺 Biaochi", layout="wide", initial_sidebar_state="collapsed")
    st.html(f"<style>{palette.css_auto()}{style.pages()}</style>")
    pages = [st.Page(f"pages/{name}.py", title=name, url_path=name) for name in PAGES]
    start = st.Page(f"pages/{PAGES[0]}.py", title=PAGES[0], url_path="start", default=True)  # served at / only
    if lost := visitor.unknown_path(PAGES):  # else Streamlit lays its own English message over the page
        pages.append(st.Page(f"pages/{PAGES[0]}.py", title=PAGES[0], url_path=lost.rpartition("/")[2]))
    found = st.navigation([start, *pages], position="hidden")
    if context is not None:
        context._biaochi = (context.cursors, found)  # renewed for each run, also after st.rerun()
    return found


def _store(pinned: str) -> tuple[Store, bool]:
    """The questions to the pinned snapshot, or to the current one; True where the pinned one is gone."""
    gone = False
    try:
        found = library().open(pinned) if pinned else library().current()
    except Missing:
        found, gone = library().current(), True
    store = _STORES.get(found.id)
    if store is None or store.snapshot is not found:
        store = _STORES[found.id] = Store(found)
        while len(_STORES) > _KEPT_STORES:
            _STORES.popitem(last=False)
    return store, gone


class Page:
    """One page in one run: what was chosen, whom to ask, in which words."""

    def __init__(self, name: str, store: Store, chosen: Selection, words: Words) -> None:
        self.name, self.store, self.selection, self.words = name, store, chosen, words
        self.user: User = visitor.who(library().root)
        """Who opens the page, with the role that config.yaml gives; no cached_property: all sessions share its lock."""
        self.notes: list[str] = []
        self.shown = 0
        self.options: dict[str, dict[str, str]] = {}
        self.name_of: Callable[..., str] = views.namer(words)

    @property
    def as_of(self) -> date:
        """The evaluation date."""
        return self.selection.as_of or date.today()

    @property
    def archive(self) -> Path | None:
        """The folder with the archived documents, where the configuration names one."""
        named = self.store.config.archive
        return library().root / named if named else None

    # who is there

    def may(self, what: str) -> bool:
        """Whether the user may read, edit, release or admin."""
        return self.user.may(what)

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages that the user may open."""
        return tuple(name for name in PAGES if self.may(ONLY.get(name, "read")))

    def require(self, what: str) -> None:
        """Ends the page with one kind line where the user may not do this; asked anew on the server in every run."""
        if not self.may(what):
            view = views.refusal(self.store, self.user, what, self.selection, self.words, self.name)
            self.show(view, key="refusal")
            if what != "read":
                self.end()
            st.stop()

    def note(self, key: str, **params: Any) -> None:
        """Remembers one line that tells the reader what could not be shown as asked."""
        self.notes.append(self.words(key, **params))

    def open(self, pinned: str) -> None:
        """Asks another snapshot from now on; where it is gone the current one, and a line says so."""
        self.store, gone = _store(pinned)
        if gone:
            self.note("page.unknown_snapshot", value=pinned)

    # what the link says, made sensible

    def resolve(self) -> None:
        """Fills what the link leaves open and replaces what does not exist by the nearest, with a line that says so."""
        chosen, store = self.selection, self.store
        if chosen.as_of and chosen.as_of > date.today():  # else a link could lift an embargo
            self.note("page.future_date", day=chosen.as_of)
            chosen = replace(chosen, as_of=None)
        plan = self._nearest("plan", chosen.plan, store.plans(), "plan")
        of_plan = store.plan(plan) if plan else None
        area = self._nearest("area", chosen.area, store.areas(), "ref_area") or (of_plan["ref_area"] if of_plan else "")
        area = area or ("" if self.name in pickers.EVERYWHERE else first_area(store))
        if of_plan and of_plan["ref_area"] != area:
            plan = ""
        indicator = self._thing(chosen.indicator)
        documents = store.every_source() if self.may("edit") else store.sources(chosen.as_of or date.today())
        source = self._nearest("source", chosen.source, documents, "source")
        self.selection = replace(chosen, area=area, plan=plan, indicator=indicator, source=source)

    def _nearest(self, what: str, value: str, rows: Sequence[Row], key: str) -> str:
        ids = [row[key] for row in rows]
        if not value or value in ids:
            return value
        found = nearest(value, ids) or ""
        if not found:
            self.note("page.unknown_default", value=value, what=self.words(f"page.{what}"))
            return ""
        shown = next((self.name_of(row) or row.get("title") for row in rows if row[key] == found), "—")
        self.note("page.unknown_id", value=value, what=self.words(f"page.{what}"), shown=shown)
        return found

    def _thing(self, value: str) -> str:
        """An indicator; a concept where areas are compared, elsewhere the first indicator of a concept."""
        concept = next((one for one in self.store.concepts() if one["concept"] == value), None)
        if concept is None or self.store.indicator(value):
            return self._nearest("indicator", value, self.store.indicators(), "indicator")
        return value if self.name == "compare" else concept["indicators"][0]

    # pickers

    def pick(self, *names: str) -> None:
        """The pickers of a page in one row; each writes its choice into the link."""
        if not self.store.areas():
            return
        with st.container(horizontal=True, key="pickers"):
            for name in names:
                getattr(pickers, name)(self)
            links = views.edit_links(self.store, self.selection, self.words, self.name) if self.may("edit") else ""
            if links:
                self.show(links, key="edits")
        for note in self.notes:
            st.caption(note)

    # showing

    def show(self, html: Markup, key: str | None = None) -> None:
        """A view as it is; an empty one shows nothing but keeps its place, so that those below it stay the same."""
        self.shown += key is None
        with st.container(key=key):
            if html:
                putting.put(str(html), f"view-{key or self.shown}")

    @property
    def theme(self) -> str:
        """light or dark, as the reader's browser shows the page."""
        return "dark" if st.context.theme.type == "dark" else "light"

    def trajectory(self, answer: Row) -> None:
        """The trajectory with its title, its words for those who do not see it, and its notes."""
        from biaochi import charts  # only this kind of page draws with Plotly
        from biaochi.exports.plotted import on_paper

        said = charts.describe(answer, self.words)
        with st.container(key="chart", border=True):
            figure = charts.trajectory(answer, self.words, self.theme)
            if figure["data"]:  # Streamlit refuses a figure without any
                st.plotly_chart(figure, key="trajectory", theme=None, config=charts.CONFIG, alt=said)
            self.show(on_paper(charts.trajectory(answer, self.words, "light"), said))
            self.show(views.chart_notes(charts.notes(answer, self.words), self.selection, self.words))

    def end(self) -> None:
        """The line under every page."""
        self.show(views.footer(self.words, self.selection), key="footer")
