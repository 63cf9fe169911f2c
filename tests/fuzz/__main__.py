"""Fuzzes the readers by coverage, with Atheris: `python -m tests.fuzz [READER ...] [--seconds N]`.

Starts from the kept corpus (tests/fuzz/corpus/READER). What breaks a reader is left as a file and printed; put it into
the corpus, where `make test` tries it for ever.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

CORPUS = Path(__file__).with_name("corpus")
NAMES = ("quantities", "periods", "yamls", "csvs", "batches")
_LIMITS = ("-timeout=20", "-rss_limit_mb=3000", "-max_len=600", "-print_final_stats=1")


def one(name: str, options: list[str]) -> None:
    """This process becomes the fuzzer of one reader."""
    atheris: Any = import_module("atheris")
    with atheris.instrument_imports(include=["biaochi"]):
        from tests.fuzz.readers import READERS
    atheris.Setup([sys.argv[0], *options], READERS[name])
    atheris.Fuzz()


def run(name: str, seconds: int) -> int:
    """Fuzzes one reader for a while, in a process of its own; its exit code."""
    with tempfile.TemporaryDirectory(prefix="biaochi-fuzz-") as found:
        artefacts = f"-artifact_prefix={tempfile.gettempdir()}/biaochi-fuzz-{name}-"
        options = [found, str(CORPUS / name), *_LIMITS, artefacts, f"-max_total_time={seconds}"]
        return subprocess.run([sys.executable, "-m", "tests.fuzz", name, "--options", *options], check=False).returncode


def main() -> int:
    """1 if a reader broke."""
    if "--options" in sys.argv:
        at = sys.argv.index("--options")
        one(sys.argv[1], sys.argv[at + 1 :])
        return 0
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("names", nargs="*", metavar="READER", help=", ".join(NAMES))
    parser.add_argument("--seconds", type=int, default=12, help="for each reader")
    args = parser.parse_args()
    codes = [run(name, args.seconds) for name in args.names or NAMES]  # all of them, whatever one says
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
