"""The links of a page, made into links to files: what the site does not have loses its link, never its text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from markupsafe import Markup, escape

from biaochi import selection
from biaochi.publish.site import Fixed
from biaochi.selection import Selection

_ANCHOR = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_HREF = re.compile(r'\s*\bhref="([^"]*)"')
_TARGET = re.compile(r'\s*\btarget="_self"')

Resolve = Callable[[str, Selection], "str | None"]
"""From the name of a page and a selection to a file below the language's folder, or None."""


def rewrite(html: str, page: str, resolve: Resolve, lang: str) -> str:
    """The HTML of a page (its file, below the language's folder) with links that lead to files."""

    def change(found: re.Match[str]) -> str:
        attributes, content = found.groups()
        href = _HREF.search(attributes)
        said = unescape(href[1]) if href else ""
        if href is None or not of_ours(said):
            return found[0]
        target = destination(said, page, resolve, lang)
        kept = _TARGET.sub("", _HREF.sub("", attributes))
        if target is None:
            return f"<span{_shown(kept)}>{content}</span>"
        return f'<a href="{escape(target)}"{kept}>{content}</a>'

    return _ANCHOR.sub(change, html)


def destination(href: str, page: str, resolve: Resolve, lang: str) -> str | None:
    """A link of the pages as a relative link from a file; None where the site has no such page."""
    name, chosen = asked(href)
    if chosen.lang and chosen.lang != lang:
        return relative(f"../{chosen.lang}/{page}", page)
    found = resolve(name, chosen)
    return None if found is None else relative(found, page)


def asked(href: str) -> tuple[str, Selection]:
    """The page that a link of ours names, and its selection."""
    parts = urlsplit(href)
    chosen, _ = selection.read(dict(parse_qsl(parts.query)))
    return parts.path, Fixed(**chosen.__dict__)


def without_language(html: Markup) -> Markup:
    """The header of a site in one language: there is nothing to change to."""
    return Markup(re.sub(r'<a class="bc-lang".*?</a>', "", str(html)))  # noqa: S704 - only taken from


def links(html: str) -> list[tuple[str, Selection]]:
    """Every page of ours that a piece of HTML links to."""
    found = [unescape(href[1]) for one in _ANCHOR.finditer(html) if (href := _HREF.search(one[1]))]
    return [asked(one) for one in found if of_ours(one)]


def of_ours(href: str) -> bool:
    """Whether a link names a page of the application; not a file, a place on the same page, or an address outside."""
    return urlsplit(href).path in selection.KEPT


def relative(target: str, page: str) -> str:
    """From one file to another, both below the language's folder."""
    path, _, anchor = target.partition("#")
    there = posixpath.relpath(path, posixpath.dirname(page) or ".")
    return f"{there}#{anchor}" if anchor else there


def _shown(attributes: str) -> str:
    """The attributes that a text without a link may keep."""
    return "".join(found[0] for found in re.finditer(r'\s(?:class|lang|title|aria-current)="[^"]*"', attributes))
