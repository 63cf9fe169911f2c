"""The one HTML document of the application: Streamlit's shell in our language, and the policy that guards it."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import quote

import streamlit

from biaochi import plain
from biaochi.palette import colour

STATIC = Path(streamlit.__file__).parent / "static"
RAW = (STATIC / "index.html").read_bytes()

_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#12263A"/>'
    '<path d="M7 8v9M13 8v5M19 8v9M25 8v5M7 24h18" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/></svg>'
)
# The paper before the first style sheet arrives, so that nothing flashes white in the dark.
_PAPER = (
    f"<style>html{{background:{colour('paper')}}}"
    f"@media (prefers-color-scheme:dark){{html{{background:{colour('paper', 'dark')}}}}}"
    "@media print{html{background:none}}</style>"
)
_OPENING = '<p style="font:15px/1.6 sans-serif;color:#7a8794;text-align:center;margin-top:38vh">标尺 · 正在打开…</p>'
_CHANGES = (
    (r"^<!--.*?-->\s*", ""),
    (r'<html lang="en">', '<html lang="zh-CN">'),
    (r"<title>.*?</title>", f"<title>标尺</title>{_PAPER}"),
    (r'href="\./favicon\.png"', f'href="data:image/svg+xml,{quote(_ICON)}"'),
    (r'<link\s+rel="preload"[^>]*as="font"[^>]*>', ""),  # we use the reader's own Chinese font
    (r"<!--\s*Machine-readable.*?<link[^>]*service-desc[^>]*>", ""),  # the agent API is closed
    (r"<noscript>.*?</noscript>", "<noscript><p>本页需要启用 JavaScript。</p></noscript>"),
    (r'<div id="root"></div>', f'<div id="root">{_OPENING}</div>'),
)
_HOST = re.compile(r"[A-Za-z0-9.\-_:\[\]]+")


def page(base: str = "") -> bytes:
    """The document that answers every page address; `base` is the path prefix behind a proxy ("/biaochi" or "")."""
    html = RAW.decode("utf-8")
    for pattern, text in _CHANGES:
        html = re.sub(pattern, lambda _, text=text: text, html, count=1, flags=re.DOTALL)
    script = Path(__file__).with_name("start.js").read_text(encoding="utf-8").replace("%BASE%", base) + plain.links()
    html = re.sub(r"<script>.*?</script>", lambda _: f"<script>\n{script}</script>", html, count=1, flags=re.DOTALL)
    return html.encode("utf-8")


def policy(document: bytes) -> str:
    """The Content-Security-Policy for a document: everything from this host, its inline scripts by their hash.

    `%HOST%` stands where the host name goes: browsers older than CSP 3 do not count ws: as 'self'.
    """
    scripts = re.findall(rb"<script>(.*?)</script>", document, re.DOTALL)
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(one).digest()).decode()}'" for one in scripts)
    return (
        f"default-src 'self'; script-src 'self' blob: {hashes}; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' data: blob:; worker-src 'self' blob:; "
        "connect-src 'self' ws://%HOST% wss://%HOST%; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'self'"
    )


def for_host(template: str, host: bytes) -> bytes:
    """The policy with the host that was asked for; a host that is none is left out."""
    name = host.decode("latin-1")
    if not _HOST.fullmatch(name):
        return template.replace(" ws://%HOST% wss://%HOST%", "").encode()
    return template.replace("%HOST%", name).encode()
