"""A real PostgreSQL for a test: made in a folder of its own, listening on the loopback only, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import adbc_driver_postgresql.dbapi as adbc

PASSWORD = "不外传 p@ss/word"
USER = "reader"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _program(name: str) -> str:
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name) or name


class Server:
    """One cluster; `start` and `stop` as often as a test likes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None
        os.chmod(folder, 0o755)
        data = folder / "data"
        data.mkdir()
        # initdb refuses to run as root: then Debian's own user of the package does it
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            shutil.chown(data, *pwd.getpwnam(self.user)[2:4])
        secret = folder / "secret"
        secret.write_text(PASSWORD, encoding="utf-8")
        os.chmod(secret, 0o644)
        made = subprocess.run(
            [_program("initdb"), "-D", str(data), "-U", USER, "--pwfile", str(secret), "-A", "scram-sha-256",
             "-E", "UTF8", "--no-locale", "--no-sync"], user=self.user, cwd=data, capture_output=True, check=False,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr.decode()

    @property
    def uri(self) -> str:
        """The address as config.yaml may hold it: without a password."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        data = self.folder / "data"
        options = ["-D", str(data), "-p", str(self.port), "-c", "listen_addresses=127.0.0.1",
                   "-c", "unix_socket_directories=", "-c", "fsync=off"]  # fmt: skip
        self.process = subprocess.Popen([_program("postgres"), *options], user=self.user, cwd=data,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        until = time.monotonic() + 60
        while True:
            try:
                self.run("select 1")
                return
            except adbc.Error:
                assert self.process.poll() is None and time.monotonic() < until, "PostgreSQL did not start"
                time.sleep(0.1)

    def stop(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGINT)  # its "fast" shutdown: does not wait for clients
            self.process.wait(60)
            self.process = None

    def run(self, *statements: str) -> None:
        """Statements of the test's own, as the owner of the data."""
        uri = self.uri.replace("@", f":{quote(PASSWORD, safe='')}@")
        with adbc.connect(uri, autocommit=True) as con, con.cursor() as cursor:
            for one in statements:
                cursor.execute(one)


@contextmanager
def server() -> Iterator[Server]:
    """A server that runs, and is gone at the end."""
    folder = Path(tempfile.mkdtemp(prefix="biaochi-postgres-"))
    one = Server(folder)
    try:
        one.start()
        yield one
    finally:
        one.stop()
        shutil.rmtree(folder, ignore_errors=True)
