"""A small OpenID provider on loopback for the tests: discovery, sign-in form, code PKCE, RS256 tokens, sign-out."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import html
import json
import secrets
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "biaochi-test", "made-up-secret"


class Provider(ThreadingHTTPServer):
    """The provider's state: its key, whom it knows, codes that wait; `kept` is what each step was asked with."""

    daemon_threads = True

    def __init__(self, people: dict[str, dict[str, Any]]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.people = people
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.key = RSAKey.generate_key(2048, {"kid": "test", "use": "sig", "alg": "RS256"})
        self.codes: dict[str, dict[str, str]] = {}
        self.kept: list[str] = []

    def metadata(self) -> dict[str, Any]:
        """The discovery document."""
        return {
            "issuer": self.url, "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token", "jwks_uri": f"{self.url}/jwks",
            "end_session_endpoint": f"{self.url}/end",
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"], "code_challenge_methods_supported": ["S256"],
        }  # fmt: skip

    def token(self, asked: dict[str, str]) -> dict[str, Any] | None:
        """The tokens for a code, once, to the client that asked for it; None where anything does not fit."""
        kept = self.codes.pop(asked.get("code", ""), None)
        if kept is None or kept["redirect_uri"] != asked.get("redirect_uri"):
            return None
        proof = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(proof).rstrip(b"=").decode() != kept.get("code_challenge"):
            return None
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": kept.get("nonce", ""),
                  "sub": kept["who"], **self.people[kept["who"]]}  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "test"}, claims, self.key)
        return {"access_token": secrets.token_hex(8), "token_type": "Bearer", "expires_in": 300, "id_token": signed}


class _Handler(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        at = urlsplit(self.path)
        asked = dict(parse_qsl(at.query))
        self.server.kept.append(at.path)
        if at.path == "/.well-known/openid-configuration":
            self._json(self.server.metadata())
        elif at.path == "/jwks":
            self._json({"keys": [self.server.key.as_dict(private=False)]})
        elif at.path == "/authorize" and "who" in asked:
            code = secrets.token_urlsafe(12)
            self.server.codes[code] = asked
            self._go(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")
        elif at.path == "/authorize":
            links = "".join(
                f'<p><a href="{html.escape(self.path)}&who={who}">{who}</a></p>' for who in self.server.people
            )
            self._send(200, "text/html", f"<meta charset=utf-8><h1>统一登录（测试）</h1>{links}".encode())
        elif at.path == "/end":
            self._go(asked["post_logout_redirect_uri"])
        else:
            self._send(404, "text/plain", b"no")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        said = base64.b64decode(self.headers.get("authorization", "").removeprefix("Basic ")).decode()
        self.server.kept.append(self.path)
        found = self.server.token(dict(parse_qsl(body))) if said == f"{CLIENT}:{SECRET}" else None
        self._json(found or {"error": "invalid_grant"}, 200 if found else 400)

    def _json(self, said: Any, status: int = 200) -> None:
        self._send(status, "application/json", json.dumps(said).encode())

    def _go(self, to: str) -> None:
        self.send_response(302)
        self.send_header("location", to)
        self.end_headers()

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Silence."""


@contextlib.contextmanager
def provider(people: dict[str, dict[str, Any]]) -> Iterator[Provider]:
    """A running provider that knows these people: account to claims."""
    one = Provider(people)
    threading.Thread(target=one.serve_forever, daemon=True).start()
    try:
        yield one
    finally:
        one.shutdown()
        one.server_close()


def secrets_toml(one: Provider, url: str) -> str:
    """What .streamlit/secrets.toml says to use this provider."""
    return f"""[auth]
redirect_uri = "{url}/oauth2callback"
cookie_secret = "made-up-cookie-secret-of-the-tests"
client_id = "{CLIENT}"
client_secret = "{SECRET}"
server_metadata_url = "{one.url}/.well-known/openid-configuration"
"""
