"""The engine is pure, and every refusal it knows is raised by a test."""

import ast
import re
import sys
from pathlib import Path

import pytest

import esports.engine

ENGINE = Path(esports.engine.__file__).parent
MODULES = sorted(ENGINE.glob("*.py"))
CODE_AT = {"EngineError": 0, "Finding": 1}
IMPURE = {"asyncio", "random", "time", "os", "secrets", "uuid", "datetime", "socket", "threading", "io"}


def imported(module: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names.add(str(node.module))
    return names


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_imports_the_engine_and_pure_parts_of_the_standard_library(module: Path) -> None:
    for name in imported(module):
        if not name.startswith("esports.engine"):
            top = name.partition(".")[0]
            if (module.stem, top) == ("matching", "rustworkx"):
                continue
            assert top in sys.stdlib_module_names
            assert top not in IMPURE


def codes() -> set[str]:
    """The code of every `EngineError(...)` and `Finding(...)` in the engine."""
    found = set()
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text())):
            name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and name in CODE_AT:
                code = node.args[CODE_AT[name]]
                assert isinstance(code, ast.Constant)
                assert re.fullmatch(r"[a-z][a-z0-9_]+", code.value)
                found.add(code.value)
    return found


def test_every_refusal_is_raised_by_a_test() -> None:
    tests = "".join(path.read_text() for path in Path(__file__).parent.glob("test_*.py"))
    assert {code for code in codes() if f'"{code}"' not in tests} == set()


def test_every_message_is_a_literal_that_can_be_translated() -> None:
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "EngineError":
                assert isinstance(node.args[2], ast.Constant)
