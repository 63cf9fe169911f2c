"""Streamlit's own protocol, spoken directly: what a client sends that is no browser and keeps to no rules."""

from __future__ import annotations

import contextlib
import gzip
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

_TEXTS = ("markdown", "html", "alert", "exception")


@dataclass
class Client:
    """One connection to one page: `run()` runs its script, `press` and `send` forge widget values."""

    url: str
    page: str = ""
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    extra: list[tuple[str, str]] = field(default_factory=list)
    """Headers that are sent besides, also under a name that was sent already."""
    origin: str | None = ""
    widgets: dict[str, str] = field(default_factory=dict)
    """Widget ids by key and by label, as the last run showed them."""
    said: str = ""
    """Everything that the last run showed, as text."""
    _page_hash: str = ""
    _ws: ClientConnection | None = None
    _open: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def __enter__(self) -> Client:
        at = urlsplit(self.url)
        manager = connect(
            f"ws://{at.netloc}{at.path.rstrip('/')}/_stcore/stream",
            origin=(self.origin or f"http://{at.netloc}") if self.origin is not None else None,  # type: ignore[arg-type]
            subprotocols=["streamlit", "none"],  # type: ignore[list-item]
            additional_headers=[*self.headers.items(), *self.extra], max_size=None, proxy=None, compression=None,
        )  # fmt: skip
        self._ws = self._open.enter_context(manager)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def run(self, **values: Any) -> Client:
        """Runs the page; `values` are widget values by widget id, sent whether or not such a widget was ever shown."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string = self.query
        if self._page_hash:
            asked.page_script_hash = self._page_hash
        else:
            asked.page_name = self.page
        for name, value in values.items():
            widget = asked.widget_states.widgets.add()
            widget.id = self.widgets.get(name, name)
            if value is True:
                widget.trigger_value = True
            elif isinstance(value, list):
                widget.string_array_value.data.extend(value)
            else:
                widget.string_value = str(value)
        return self._until_done(message)

    def _until_done(self, message: BackMsg) -> Client:
        assert self._ws is not None
        self._ws.send(message.SerializeToString())
        return self.listen()

    def listen(self) -> Client:
        """Reads what the server sends until a script has finished, asked or not."""
        assert self._ws is not None
        texts: list[str] = []
        self.widgets = {}
        while True:
            raw = self._ws.recv(timeout=60)
            assert isinstance(raw, bytes)
            got = ForwardMsg.FromString(raw)
            kind = got.WhichOneof("type")
            if kind == "new_session":
                self._page_hash = got.new_session.page_script_hash or self._page_hash
                texts = []
            elif kind == "navigation":
                self._page_hash = got.navigation.page_script_hash or self._page_hash
            elif kind == "delta" and got.delta.WhichOneof("type") == "new_element":
                texts.append(self._element(got.delta.new_element))
            elif kind == "script_finished":
                done = ForwardMsg.ScriptFinishedStatus.Name(got.script_finished)
                if done != "FINISHED_EARLY_FOR_RERUN":
                    self.said = "\n".join(texts)
                    return self

    def _element(self, element: Any) -> str:
        kind = element.WhichOneof("type")
        one = getattr(element, kind)
        name = getattr(one, "id", "")
        if name.startswith("$$ID"):
            key = name.split("-", 2)[2]
            self.widgets |= {getattr(one, "label", "") or key: name, key: name}
        if kind == "bidi_component" and one.component_name == "biaochi_view":
            return gzip.decompress(one.bytes).decode()
        if kind not in _TEXTS:
            return json.dumps(str(one), ensure_ascii=False)
        return getattr(one, "body", "") or getattr(one, "message", "")


def plain(html: str) -> str:
    """The text of a piece of HTML."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
