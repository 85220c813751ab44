"""What an address can do, for those who ask by OPTIONS."""

from typing import Any

from litestar import Request, Response
from litestar.routes import HTTPRoute


async def answer_options(request: Request[Any, Any, Any]) -> Response[None] | None:
    """Answer with every method of the address; the framework's own answer knows only the first handler's."""
    if request.method != "OPTIONS":
        return None
    here = request.scope["path_template"]
    methods = {
        method
        for route in request.app.routes
        if isinstance(route, HTTPRoute) and here in (route.path, route.path_format)
        for method in route.methods
    }
    heads = {"HEAD"} if "GET" in methods else set()
    return Response(None, status_code=204, headers={"allow": ", ".join(sorted({*methods, *heads}))})
