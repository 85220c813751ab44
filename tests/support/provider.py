"""A small OpenID provider: a real HTTP server in a thread of its own, that can be told how to misbehave."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

CLIENT, SECRET = "esports week", "s:cret/ with signs"
Key = ECKey | RSAKey


def new_key(kid: str) -> ECKey:
    """A key to sign ES256 with."""
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig"})


class Provider:
    """Who is signed in there, and how it answers.

    `claims` are put over those of a right ID token, None takes one out. `header` likewise; `sign` makes the
    token where it shall be made otherwise. `replies` answers a path in its own way: status and body, and
    headers.
    """

    def __init__(self) -> None:
        self.url = ""
        self.key: Key = new_key("one")
        self.user: dict[str, Any] = {"sub": "mei", "email": "mei@example.org", "email_verified": True}
        self.claims: dict[str, Any] = {}
        self.header: dict[str, Any] = {}
        self.sign: Any = None
        self.replies: dict[str, tuple[int, bytes, dict[str, str]]] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []

    def metadata(self) -> dict[str, Any]:
        """What it says of itself."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
        }

    def keys(self) -> dict[str, Any]:
        """Its public keys."""
        return dict(KeySet([self.key]).as_dict(private=False))

    def id_token(self, nonce: str) -> str:
        """What it says of its user."""
        now = int(time.time())
        right = {"iss": self.url, "aud": CLIENT, "exp": now + 300, "iat": now, "nonce": nonce}
        claims = {**right, **self.user, **self.claims}
        claims = {name: value for name, value in claims.items() if value is not None}
        if self.sign:
            return str(self.sign(claims))
        algorithm = "RS256" if isinstance(self.key, RSAKey) else "ES256"
        header = {"alg": algorithm, "kid": self.key.kid, **self.header}
        return jwt.encode(header, claims, self.key)

    def authorize(self, query: dict[str, str]) -> str:
        """Where it sends the browser, once its user has said yes."""
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        assert query["client_id"] == CLIENT
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """What it gives for a code."""
        asked = self.codes.pop(form.get("code", ""), None)
        verifier = form.get("code_verifier", "").encode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=").decode()
        named = "Basic " + base64.b64encode(b"esports+week:s%3Acret%2F+with+signs").decode()
        if authorization != named:
            return 401, {"error": "invalid_client"}
        if asked is None or asked["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        if asked["redirect_uri"] != form.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        token = self.id_token(asked["nonce"])
        return 200, {"access_token": "unused", "token_type": "Bearer", "id_token": token}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: found[0] for name, found in parse_qs(parts.query).items()}
            if parts.path == "/authorize":
                self._answer(302, b"", {"location": provider.authorize(query)})
            elif parts.path == "/keys":
                self._tell(200, provider.keys())
            elif parts.path == "/.well-known/openid-configuration":
                self._tell(200, provider.metadata())
            else:
                self._tell(404, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0"))).decode()
            form = {name: found[0] for name, found in parse_qs(body).items()}
            self._tell(*provider.token(form, self.headers.get("authorization", "")))

        def _tell(self, status: int, value: Any) -> None:
            self._answer(status, json.dumps(value).encode(), {"content-type": "application/json"})

        def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            path = urlsplit(self.path).path
            provider.asked.append(path)
            status, body, headers = provider.replies.get(path, (status, body, headers))
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                pass  # who asked has heard enough

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


@contextmanager
def openid_provider() -> Iterator[Provider]:
    """Run one."""
    provider = Provider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    server.daemon_threads = True
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
