"""Finds every text that a person may read: in Python, in templates, in the pages' scripts."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jinja2.ext import babel_extract

SCRIPT_CALL = re.compile(r'\bt\(\s*("(?:[^"\\]|\\.)*")')
SENTENCE = re.compile(r"[A-Z{][^\n]* [^\n]*\.")
ROOT = Path(__file__).parents[2]
PACKAGES = ("esports", "workers")
DETAIL_AT = {
    "DomainError": 2,
    "EngineError": 2,
    "invalid": 2,
    "conflict": 1,
    "not_found": 0,
    "SettingsError": 0,
    "say": 0,
}
"""Which argument of a refusal is its text; these need no mark around it."""


OWN_WORDS = ("bootstrap",)
"""Packages that speak before the catalogue can be read, and hold their few words themselves."""


@cache
def messages() -> dict[str, str]:
    """Every message, with one place where it is used."""
    found: dict[str, str] = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*")):
            if set(OWN_WORDS) & set(path.parts):
                continue
            for message in _messages_in(path):
                found.setdefault(message, str(path.relative_to(ROOT)))
    return found


def _messages_in(path: Path) -> Iterator[str]:
    if path.suffix == ".py":
        source = path.read_text(encoding="utf-8")
        yield from in_python(source)
        if "engine" in path.parts:
            yield from sentences(source)
    elif path.suffix in (".html", ".txt") and "templates" in path.parts:
        with path.open("rb") as file:
            for _, _, found, _ in babel_extract(file, ["t"], [], {"encoding": "utf-8"}):
                yield str(found[0] if isinstance(found, tuple) else found)
    elif path.suffix == ".js":
        for quoted in SCRIPT_CALL.findall(path.read_text(encoding="utf-8")):
            yield str(json.loads(quoted))


def in_python(source: str) -> Iterator[str]:
    """Literals marked by `N_`, given to `translate`, or given as the text of a refusal or trail step."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        texts: list[ast.expr] = []
        if name == "N_":
            texts = node.args[:1]
        elif name in DETAIL_AT:
            texts = node.args[DETAIL_AT[name] : DETAIL_AT[name] + 1]
        elif name == "translate":
            texts = node.args[1:2]
        for text in texts:
            yield from _literals(text)


def sentences(source: str) -> Iterator[str]:
    """Every sentence of the engine, which knows no translation: reasons of pairings, steps of trails."""
    tree = ast.parse(source)
    texts = {
        node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    documentation = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in texts - documentation - inside:
        if SENTENCE.fullmatch(str(node.value)):
            yield str(node.value)


def _literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)
