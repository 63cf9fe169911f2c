"""What was handed in last, a file or a pasted table: kept with the session until it is taken, replaced or removed.

Streamlit forgets its widgets as soon as another page is shown, and our own links lead to other pages.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st

from biaochi import ui
from biaochi.workshop.work import plain
from biaochi.writing import sheets

_KEY = "handed"
_FILE, _TEXT = "upload_file", "upload_text"
# Streamlit says "Upload" and "per file" in English only; the words of the interface take their place.
_CSS = """
.st-key-upload_give [data-testid="stFileUploaderDropzone"] > span button > *,
.st-key-upload_give [data-testid="stFileUploaderDropzoneInstructions"] > * {{ display: none }}
.st-key-upload_give [data-testid="stFileUploaderDropzone"] > span button::after {{ content: "{browse}" }}
.st-key-upload_give [data-testid="stFileUploaderDropzoneInstructions"]::after {{ content: "{limits}"; opacity: 0.8 }}
"""


@dataclass
class Handed:
    """The last file (its name and bytes, and Streamlit's number while the uploader shows it) and the last paste.

    pasted: the paste came later than the file and is the one to be read. unfolded: the paste is shown. answers: how the
    columns were confirmed, by widget.
    """

    name: str = ""
    raw: bytes | None = None
    number: str = ""
    text: str = ""
    pasted: bool = False
    unfolded: bool = False
    answers: dict[str, Any] = field(default_factory=dict)

    def file(self, given: Any, again: bool) -> None:
        """What the uploader holds; `again`: it has come anew and is empty, which removes nothing."""
        if given is not None and given.file_id != self.number:
            self.name, self.raw = Path(given.name).name, given.getvalue()
            self.number, self.pasted = given.file_id, False
        elif given is None and self.number:
            self.number = ""
            self.raw = self.raw if again else None

    def paste(self, text: str) -> None:
        """What the field for a copied table holds."""
        if text != self.text:
            self.text, self.pasted = text, bool(text.strip())

    def remove(self) -> None:
        """Gives up the file."""
        self.name, self.raw, self.number = "", None, ""
        self.answers.clear()

    def read(self, pasted: str) -> tuple[str, bytes] | None:
        """The name and the bytes of what came last; a paste is called `pasted`."""
        if self.raw is not None and not self.pasted:
            return self.name, self.raw
        return (pasted, self.text.encode("utf-8", "replace")) if self.text.strip() else None


def _handed() -> Handed:
    return st.session_state.setdefault(_KEY, Handed())


def ask(page: ui.Page, over: bool) -> tuple[str, bytes] | None:
    """The uploader and the field for a copied table; `over`: what was handed in is saved and need not come again."""
    words, limit = page.words, sheets.MAX_FILE // 1_000_000
    again = _TEXT not in st.session_state
    if again and over:
        st.session_state.pop(_KEY, None)
    handed = _handed()
    if again:
        st.session_state[_TEXT], handed.unfolded = handed.text, bool(handed.text)
    said = {"browse": words("upload.browse"), "limits": words("upload.limits", n=limit)}
    st.html(f"<style>{_CSS.format(**said)}</style>")
    with st.container(key="upload_give"):
        # Any kind of file may be chosen: what cannot be read is told in our words, Streamlit's are English and small.
        handed.file(st.file_uploader(words("upload.file"), key=_FILE, max_upload_size=limit), again)
        if handed.raw is not None and not handed.number:
            st.button(words("upload.remove", name=plain(handed.name)), icon=":material/close:", key="upload_remove",
                      type="tertiary", on_click=handed.remove)  # fmt: skip
    with st.expander(words("upload.paste"), expanded=handed.unfolded):
        handed.paste(st.text_area(words("upload.paste_here"), key=_TEXT, height=160, max_chars=sheets.MAX_FILE,
                                  placeholder=words("upload.paste_like")))  # fmt: skip
    return handed.read(words("upload.pasted"))


def before(key: str, first: Any, known: Collection[Any] | None = None) -> str:
    """The key of a widget that is set to what was chosen before, when it comes anew; to `first` where nothing was."""
    answers = _handed().answers
    if key in st.session_state:
        answers[key] = st.session_state[key]
    else:
        chosen = answers.get(key, first)
        st.session_state[key] = chosen if known is None or chosen in known else first
    return key
