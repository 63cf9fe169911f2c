"""The whole installation of deploy/ on free ports: one builder, two replicas, a real nginx in front."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path

from tests.all.reader import TOKEN, Program, biaochi, fetch, until
from tests.browser.helper import free_port
from tests.conftest import ROOT

CONF = ROOT / "deploy" / "nginx" / "biaochi.conf"
MAIN = """{user}daemon off; pid {at}/nginx.pid; error_log {at}/error.log warn; worker_processes 1;
events {{ worker_connections 2048; }}
http {{
  include /etc/nginx/mime.types; client_body_temp_path {at}/b; proxy_temp_path {at}/p; fastcgi_temp_path {at}/f;
  uwsgi_temp_path {at}/u; scgi_temp_path {at}/s; include {at}/biaochi.conf;
}}
"""
SIGN_IN = "# auth_basic "


class City:
    """The whole installation: programs, ports, addresses."""

    def __init__(self, at: Path, catalogue: Path = ROOT) -> None:
        self.root, self.ports, self.port = at / "catalogue", (free_port(), free_port()), free_port()
        self.at, self.url = at, f"http://127.0.0.1:{self.port}/biaochi/"
        self.root.mkdir()
        for name in ("indicators", "data"):
            shutil.copytree(catalogue / name, self.root / name)
        config = (catalogue / "config.yaml").read_text(encoding="utf-8")
        (self.root / "config.yaml").write_text(config, encoding="utf-8")
        self.builder = biaochi(at / "builder.log", self.root, "build", "--watch", BIAOCHI_LOG="json")
        self.replicas = [self._replica(port) for port in self.ports]
        self.configure()
        self.nginx = Program(at / "nginx.log", "/usr/sbin/nginx", "-c", str(at / "nginx.conf"))

    def start(self) -> None:
        """Waits until everything answers."""
        for port in self.ports:
            self.ready(port)
        until(lambda: fetch(self.url)[0] == 200)

    def _replica(self, port: int) -> Program:
        return biaochi(
            self.at / f"replica-{port}.log", self.root, "serve", "--read-only", "--port", str(port),
            BIAOCHI_LOG="json", BIAOCHI_METRICS_TOKEN=TOKEN, BIAOCHI_BASE="/biaochi",
        )  # fmt: skip

    def configure(self, sign_in: bool = False) -> None:
        """Writes nginx's configuration: the shipped file with this installation's ports and folders."""
        text = CONF.read_text(encoding="utf-8")
        places = {"127.0.0.1:8501": f"127.0.0.1:{self.ports[0]}", "127.0.0.1:8502": f"127.0.0.1:{self.ports[1]}",
                  "listen 80;": f"listen 127.0.0.1:{self.port};", "/var/cache/nginx/biaochi": f"{self.at}/cache",
                  "/var/log/nginx/": f"{self.at}/", "/etc/nginx/biaochi.users": f"{self.at}/users"}  # fmt: skip
        if sign_in:
            places[SIGN_IN] = "auth_basic "
        for old, new in places.items():
            assert old in text, old
            text = text.replace(old, new)
        (self.at / "users").write_text("wang:{PLAIN}mill\n")
        (self.at / "biaochi.conf").write_text(text, encoding="utf-8")
        (self.at / "nginx.conf").write_text(MAIN.format(at=self.at, user="user root; " if os.geteuid() == 0 else ""))

    def reload(self) -> None:
        """Nginx reads its configuration again; the workers that have the old one may accept for a moment longer."""
        old = self._accepting()
        self.nginx.process.send_signal(signal.SIGHUP)
        until(lambda: not old & self._accepting())

    def _accepting(self) -> set[str]:
        pid = self.nginx.process.pid
        asked = ["ps", "--ppid", str(pid), "-o", "pid=,args="]
        lines = subprocess.run(asked, capture_output=True, text=True).stdout.splitlines()
        return {one.split()[0] for one in lines if "worker process" in one and "shutting down" not in one}

    def ready(self, port: int) -> None:
        until(lambda: fetch(f"http://127.0.0.1:{port}/biaochi/readyz")[0] == 200)

    def stop(self) -> None:
        for one in (self.nginx, *self.replicas, self.builder):
            one.stop()
