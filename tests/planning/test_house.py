"""Planning is pure: it imports itself, pure parts of the standard library, and msgspec for its model."""

import ast
import sys
from pathlib import Path

import pytest

import esports.planning
from tests.engine.test_house import IMPURE, imported
from tests.planning import test_dispatch

ROOM = Path(esports.planning.__file__).parent
ALLOWED = {(name, "msgspec") for name in ("arrivals", "instances", "model", "parts", "replan")}
MODULES = sorted(ROOM.glob("*.py"))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_a_module_imports_planning_and_pure_parts_of_the_standard_library(module: Path) -> None:
    for name in imported(module):
        if not name.startswith("esports.planning"):
            top = name.partition(".")[0]
            assert top in sys.stdlib_module_names or (module.stem, top) in ALLOWED
            assert top not in IMPURE


def test_every_reason_is_given_in_a_test() -> None:
    reasons = ast.parse((ROOM / "reasons.py").read_text())
    known = {
        target.id
        for node in ast.walk(reasons)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    told = Path(test_dispatch.__file__).read_text()
    assert {name for name in known if f"Why.{name}" not in told} == set()
    assert "person_resting" in known
