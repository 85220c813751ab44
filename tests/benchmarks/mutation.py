"""`python -m tests.benchmarks.mutation [MODULE ...]`: how many small mistakes in the rules the tests notice.

A mutant is a module with one change: a comparison, an operator, a number or a word turned into another, a
condition negated, a step or an argument left out. Sentences, types and assertions stay as they are (the
`strict` of `zip` is one). Of each module some are drawn, always the same ones; each runs the tests that
belong to it, in a process of its own, until the first fails. Those that no test notices are printed: some
are equal to the original, as where only time is lost. Hypothesis draws the same examples each time,
`--examples` of them at most.
"""

import argparse
import ast
import contextlib
import difflib
import multiprocessing
import os
import re
import resource
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from multiprocessing.connection import wait
from pathlib import Path
from random import Random
from typing import Any

import pytest
import rustworkx  # noqa: F401 - loaded once, so that no child needs to

from tests.support.brief import shorten

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "esports" / "engine"
GROUPS = {
    "resolve": {"resolve": "laws double_elimination single_elimination gsl_groups correction"},
    "standings": {
        "table": "round_robin swiss_tie_breaks",
        "elimination": "gsl_groups single_elimination double_elimination laws",
        "group_table": "round_robin laws",
        "swiss_table": "swiss austin_major swiss_drawn",
        "swiss_tie_breaks": "swiss_tie_breaks swiss_fixed",
        "swiss_record": "swiss_tie_breaks swiss swiss_fixed",
    },
    "swiss": {
        "matching": "swiss_matching",
        "swiss": "swiss swiss_drawn swiss_fixed",
        "swiss_candidates": "swiss_matching",
        "swiss_drawn": "swiss_drawn stage",
        "swiss_fixed": "swiss_fixed stage",
        "swiss_fixed_table": "swiss_fixed swiss_tie_breaks",
        "swiss_history": "swiss_fixed",
        "swiss_major": "swiss austin_major swiss_drawn stage",
        "swiss_matching": "swiss_matching",
        "swiss_options": "stage swiss swiss_drawn swiss_fixed",
        "swiss_pairing": "swiss austin_major",
        "swiss_weights": "swiss_matching swiss_fixed",
    },
}
"""The modules of each group, and the tests that say what a module must do, the quick ones first."""

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or,
    ast.Or: ast.And, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult, ast.Mod: ast.Mult, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
    ast.Break: ast.Continue, ast.Continue: ast.Break,
}  # fmt: skip
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list", "reversed": "list"}
SENTENCE = re.compile(r"[A-Z{].* .*|\s.*", re.DOTALL)
KEPT = ("annotation", "returns", "decorator_list")
SLOW = re.compile(r"\[(4\d|8\d)\d\d\b")
"""Tests of several thousand entries, which say no more about a mutant than smaller ones."""
SECONDS = 30
"""Of the processor's time: a mutant that needs more never comes to an end."""


def instead(node: Any) -> Iterator[Any]:
    """What may stand in the place of a node."""
    kind = type(node)
    if kind in SWAPS:
        yield SWAPS[kind]()
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool | int):
        yield ast.Constant(not node.value if isinstance(node.value, bool) else node.value + 1)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        if not SENTENCE.fullmatch(node.value):
            yield ast.Constant(node.value + "x")
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield node.operand
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS:
        name = ast.Name(CALLS[node.func.id])  # type: ignore[attr-defined]
        yield ast.Call(name, node.args, node.keywords if name.id != "list" else [])
    elif isinstance(node, ast.AugAssign | ast.Expr):
        yield ast.Pass()


def kept(field: str, value: Any) -> bool:
    """Whether a part says nothing about what the code does."""
    documentation = isinstance(value, ast.Expr) and isinstance(value.value, ast.Constant)
    strict = isinstance(value, ast.keyword) and value.arg == "strict"
    return field in KEPT or isinstance(value, ast.Assert) or documentation or strict


def changes(node: ast.AST) -> Iterator[tuple[ast.AST, str, Any]]:
    """Every change below a node: the part that changes, its field, and what it holds then."""
    for field, value in ast.iter_fields(node):
        if kept(field, value):
            continue
        if field == "test" and isinstance(value, ast.Name | ast.Attribute | ast.Call):
            yield node, field, ast.UnaryOp(ast.Not(), value)
        if isinstance(value, ast.AST):
            yield from ((node, field, new) for new in instead(value))
            yield from changes(value)
        for place, item in enumerate(value if isinstance(value, list) else ()):
            if kept(field, item):
                continue
            if field in ("ifs", "keywords"):
                yield node, field, [*value[:place], *value[place + 1 :]]
            if isinstance(item, ast.AST):
                yield from (
                    (node, field, [*value[:place], new, *value[place + 1 :]]) for new in instead(item)
                )
                yield from changes(item)


def mutants(module: Path) -> list[tuple[str, str]]:
    """The changed lines, and the whole of each mutant of a module."""
    tree = ast.parse(module.read_text("utf-8"))
    plain, found = ast.unparse(tree).splitlines(), []
    for node, field, new in list(changes(tree)):
        old = getattr(node, field)
        setattr(node, field, new)
        with contextlib.suppress(Exception):
            code = ast.unparse(ast.fix_missing_locations(tree))
            compile(code, module.name, "exec")
            differs = [line for line in difflib.ndiff(plain, code.splitlines()) if line[0] in "+-"]
            found.append(("\n".join(differs), code))
        setattr(node, field, old)
    return found


class Examples:
    """A plugin that makes the properties the same each time, and as short as is asked for."""

    def __init__(self, most: int) -> None:
        self.most = most

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Leave out what is slow, and settle how each property is tried."""
        items[:] = [item for item in items if not SLOW.search(item.name)]
        shorten(items, self.most)


def run(module: Path, code: str, tests: str, most: int) -> None:
    """In a child: the tests with this code as the module; ends with pytest's own code."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    ordinary = SourceFileLoader.get_code
    SourceFileLoader.get_code = lambda self, name: (  # type: ignore[method-assign, assignment]
        compile(code, str(module), "exec")
        if name == f"esports.engine.{module.stem}"
        else ordinary(self, name)
    )
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    files = [str(ROOT / "tests" / "engine" / f"test_{test}.py") for test in tests.split()]
    options = ["-c", os.devnull, "--rootdir", str(ROOT), "--import-mode=importlib", "--noconftest"]
    options += ["-x", "-q", "-p", "no:cacheprovider", "-W", "error", *files]
    os._exit(pytest.main(options, [Examples(most)]))


def killed(module: Path, codes: list[str], tests: str, most: int, jobs: int) -> Iterator[tuple[int, bool]]:
    """Each mutant's place, and whether a test noticed it, as they come."""
    fork, running, waiting = multiprocessing.get_context("fork"), dict[int, tuple[int, Any]](), list(codes)
    while waiting or running:
        while waiting and len(running) < jobs:
            process = fork.Process(target=run, args=(module, waiting[0], tests, most))
            process.start()
            running[process.sentinel] = (len(codes) - len(waiting), process)
            del waiting[0]
        for sentinel in wait(list(running)):
            place, process = running.pop(int(str(sentinel)))
            process.join()
            yield place, process.exitcode != 0


def main() -> None:
    """Print the table, module by module and then for each group."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("modules", nargs="*", help="only these, such as swiss_pairing")
    parser.add_argument("--sample", type=int, default=40, help="how many mutants of each module; 0: all")
    parser.add_argument("--examples", type=int, default=30, help="of each property, at most")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--lot", default="1", help="another draw of mutants")
    asked = parser.parse_args()
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for group, modules in GROUPS.items():
        of_group = [0, 0]
        for name, tests in modules.items():
            if asked.modules and name not in asked.modules:
                continue
            path = ENGINE / f"{name}.py"
            every = mutants(path)
            size = min(asked.sample or len(every), len(every))
            drawn = Random(f"{asked.lot}:{name}").sample(every, size)
            codes = [path.read_text("utf-8"), *(code for _, code in drawn)]
            found = 0
            for place, noticed in killed(path, codes, tests, asked.examples, asked.jobs):
                assert place or not noticed, f"the tests of {name} fail without a mutant"
                found += noticed
                if place and not noticed:
                    print(f"{path.name}, noticed by no test:", drawn[place - 1][0], sep="\n", flush=True)
            of_group = [of_group[0] + found, of_group[1] + size]
            print(f"{name}: {found} of {size} killed, of {len(every)} that there are", flush=True)
        if of_group[1]:
            print(f"== {group}: {of_group[0]} of {of_group[1]}, {of_group[0] / of_group[1]:.0%}", flush=True)


if __name__ == "__main__":
    main()
