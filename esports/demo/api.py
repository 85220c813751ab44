"""A small client of the public HTTP API, as any integrator would write it."""

from types import TracebackType
from typing import Any, Self

import httpx


class ApiError(Exception):
    """The API refused; `problem` is its document."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{status} {problem.get('code')}: {problem.get('detail')} {problem.get('errors')}")
        self.status = status
        self.problem = problem


class Api:
    """Signs in with email and password, sends the CSRF token with every write."""

    def __init__(self, base_url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._http = httpx.AsyncClient(base_url=f"{base_url}/api/v1", timeout=30, transport=transport)

    async def __aenter__(self) -> Self:
        await self._http.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.__aexit__(kind, error, trace)

    async def sign_up(self, email: str, password: str, display_name: str) -> None:
        """Make an account; one that is there already is as good."""
        try:
            await self.post("/people", {"email": email, "password": password, "display_name": display_name})
        except ApiError as error:
            if error.problem.get("code") != "email_taken":
                raise

    async def sign_in(self, email: str, password: str) -> dict[str, Any]:
        """Start a session."""
        reply: dict[str, Any] = await self.post("/session", {"email": email, "password": password})
        self._http.headers["x-csrf-token"] = reply["csrf_token"]
        return reply

    async def get(self, path: str) -> Any:
        """Read."""
        return await self._send("GET", path, None)

    async def post(self, path: str, body: Any = None) -> Any:
        """Create or do."""
        return await self._send("POST", path, body)

    async def put(self, path: str, body: Any) -> Any:
        """Replace."""
        return await self._send("PUT", path, body)

    async def _send(self, method: str, path: str, body: Any) -> Any:
        reply = await self._http.request(method, path, json=body)
        document = reply.json() if reply.content else {}
        if reply.status_code >= 400:
            raise ApiError(reply.status_code, document)
        return document
