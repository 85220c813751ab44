"""What a browser is shown in place of a problem document: the same refusal, as a page."""

from typing import Any
from urllib.parse import quote

import msgspec
from litestar import Request, Response

from esports.http import problems
from esports.web.page import page

API = "/api/"


def handle(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """The application's handler for every exception: a page for people, a problem document for programs."""
    reply = problems.handle(request, error)
    if not _wants_page(request):
        return reply
    problem = msgspec.json.decode(reply.content)
    shown = page(request, "error.html", status=problem["status"], problem=problem, onward=_onward(request))
    if "retry-after" in reply.headers:
        shown.headers["retry-after"] = reply.headers["retry-after"]
    return shown


def _wants_page(request: Request[Any, Any, Any]) -> bool:
    if request.url.path.startswith(API) or request.method not in ("GET", "HEAD"):
        return False
    return "text/html" in request.headers.get("accept", "")


def _onward(request: Request[Any, Any, Any]) -> str:
    return quote(request.url.path, safe="/")
