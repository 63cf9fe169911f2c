"""PDF and PNG by a headless Chromium as a process of its own: nothing is fetched, nothing is left behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from biaochi.problem import Fault

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge", "chrome")
SECONDS = 90.0
_QUIET = ("--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-extensions",
          "--disable-background-networking", "--disable-sync", "--disable-component-update", "--mute-audio",
          "--host-resolver-rules=MAP * ~NOTFOUND", "--hide-scrollbars")  # fmt: skip


def find() -> str:
    """The path of a Chromium: the environment's CHROMIUM, else the first on the PATH; Fault export_no_browser."""
    named = os.environ.get("CHROMIUM")
    found = next((path for name in ((named,) if named else NAMES) if (path := shutil.which(name))), None)
    if found is None:
        raise Fault("export_no_browser")
    return found


def printed(html: bytes, seconds: float = SECONDS) -> bytes:
    """An HTML file as PDF, by its own print style."""
    return _run(html, "page.html", "out.pdf", ["--no-pdf-header-footer", "--print-to-pdf={out}"], b"%PDF", seconds)


def photographed(svg: str, width: int, height: int, scale: int = 2, seconds: float = SECONDS) -> bytes:
    """An SVG drawing of this size in pixels as PNG, `scale` times as fine."""
    style = "html,body{margin:0;padding:0;background:#fff;overflow:hidden}svg{display:block}"
    html = f'<!doctype html><meta charset="utf-8"><style>{style}</style>{svg}'.encode()
    shot = [f"--window-size={width},{height}", f"--force-device-scale-factor={scale}", "--screenshot={out}"]
    return _run(html, "page.html", "out.png", shot, b"\x89PNG", seconds)


def _run(html: bytes, page: str, out: str, asked: list[str], magic: bytes, seconds: float) -> bytes:
    """Runs the browser on a page in a folder that is gone afterwards; Faults say in one line what went wrong."""
    path = find()
    with tempfile.TemporaryDirectory(prefix="biaochi-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        (place / page).write_bytes(html)
        sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        wanted = [one.format(out=place / out) for one in asked]
        command = [path, *_QUIET, *sandbox, f"--user-data-dir={place / 'profile'}", *wanted, (place / page).as_uri()]
        try:
            ended = subprocess.run(command, capture_output=True, timeout=seconds, check=False, cwd=place)  # noqa: S603
        except subprocess.TimeoutExpired:
            raise Fault("export_browser_slow", seconds=int(seconds)) from None
        except OSError as error:
            raise Fault("export_browser_failed", why=error.strerror or str(error)) from None
        made = place / out
        data = made.read_bytes() if made.is_file() else b""
    if not data.startswith(magic):
        raise Fault("export_browser_failed", why=_last_line(ended.stderr) or f"exit {ended.returncode}")
    return data


def _last_line(stderr: bytes) -> str:
    lines = stderr.decode(errors="replace").strip().splitlines()
    return lines[-1][-160:] if lines else ""
