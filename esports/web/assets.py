"""Style sheets and scripts, kept in memory and served under a version, so that browsers keep them for good.

The version is a digest of all of them: a changed file has a new address, and so has all that imports it.
"""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
from litestar import Response, get
from litestar.params import FromPath

from esports.errors import not_found
from esports.i18n import LOCALES, catalogue

FOLDER = Path(__file__).with_name("static")
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
IMPORTS = re.compile(r"""^import\s(?:[^"']*\sfrom\s)?["']\./([\w-]+\.js)["']""", re.MULTILINE)


class Asset(NamedTuple):
    """A file as it is sent."""

    body: bytes
    media_type: str


@cache
def assets() -> dict[str, Asset]:
    """Every file by name, and the catalogue of each language as a module: `words.zh-Hans.js`."""
    found = {
        path.name: Asset(path.read_bytes(), TYPES[path.suffix])
        for path in sorted(FOLDER.iterdir())
        if path.suffix in TYPES
    }
    for locale in LOCALES:
        if words := catalogue(locale):
            body = b"export default " + msgspec.json.encode(dict(words)) + b";\n"
            found[f"words.{locale}.js"] = Asset(body, TYPES[".js"])
    return found


@cache
def version() -> str:
    """The digest of all files."""
    digest = hashlib.sha256()
    for name, asset in sorted(assets().items()):
        digest.update(name.encode() + b"\0" + asset.body)
    return digest.hexdigest()[:12]


def address(name: str) -> str:
    """Where a browser finds the file."""
    return f"/static/{version()}/{name}"


@cache
def modules(entry: str) -> tuple[str, ...]:
    """The script `entry` and all that it imports, so that a page can ask for them at once."""
    found: list[str] = []
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.append(name)
            waiting += IMPORTS.findall(assets()[name].body.decode())
    return tuple(found)


@get("/static/{digest:str}/{name:str}", include_in_schema=False)
async def static(digest: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """One file. An address of another version gets the present one, without leave to keep it."""
    asset = assets().get(name)
    if asset is None:
        raise not_found("file")
    keep = "public, max-age=31536000, immutable" if digest == version() else "no-cache"
    return Response(asset.body, media_type=asset.media_type, headers={"cache-control": keep})


handlers = [static]
