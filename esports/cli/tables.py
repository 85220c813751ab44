"""`esports medals` and `esports points`: the tables over several tournaments, from files of their places."""

import argparse
import json
from typing import Any

from esports.cli.words import say

EXAMPLE = """\
  esports medals --places places.json
  esports points --places places.json --rules '{"points": [10, 7, 5], "best": 2, "minimum_titles": 1,
      "weights": [{"tournament": "go", "weight": 2}]}'

places.json:
  [{"tournament": "cs2", "title": "Counter-Strike 2", "items": [
     {"place": 1, "name": "Night Owls", "delegation": "Physics"},
     {"place": 2, "name": "Early Birds", "delegation": "Law"}]},
   {"tournament": "go", "items": [
     {"place": 1, "name": "Hua", "delegation": "Law"},
     {"place": 1, "name": "Ida", "delegation": "Physics"}]}]"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `medals` and `points`."""
    medals = subparsers.add_parser(
        "medals",
        help=say("make the medal table of several tournaments; needs no database"),
        description=say("Make the medal table of several tournaments by delegation."),
        epilog=say("examples:") + "\n" + EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_places(medals)
    medals.add_argument(
        "--bronzes", type=int, choices=(1, 2), default=1, help=say("2: both who lost a semi-final get one")
    )
    medals.add_argument("--json", action="store_true", help=say("print JSON for programs"))
    medals.set_defaults(run=run_medals)
    points = subparsers.add_parser(
        "points",
        help=say("make the points table of several tournaments; needs no database"),
        description=say("Make the points table of several tournaments by rules of your own."),
        epilog=say("examples:") + "\n" + EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_places(points)
    points.add_argument(
        "--rules",
        metavar="JSON|FILE",
        required=True,
        help=say(
            "an object with the points by place, and if need be: {keys}",
            keys="best, minimum_titles, top, winner_needs_first, rows, weights",
        ),
    )
    points.add_argument("--json", action="store_true", help=say("print JSON for programs"))
    points.set_defaults(run=run_points)


def add_places(parser: argparse.ArgumentParser) -> None:
    """Add the files of final places."""
    parser.add_argument(
        "--places",
        metavar="FILE",
        nargs="+",
        required=True,
        help=say("JSON files of final places, each of a tournament or a list of tournaments"),
    )


def run_medals(arguments: argparse.Namespace) -> int:
    """0 done; 2 the arguments are wrong."""
    from esports.cli.inputs import answered

    return answered("medals", lambda: _medals(arguments))


def run_points(arguments: argparse.Namespace) -> int:
    """0 done; 2 the arguments are wrong."""
    from esports.cli.inputs import answered

    return answered("points", lambda: _points(arguments))


def _medals(arguments: argparse.Namespace) -> str:
    from esports.cli.bracket_json import standing
    from esports.cli.bracket_text import table_lines
    from esports.cli.inputs import BadInput, words
    from esports.cli.places_input import by_delegation, finished, read_places
    from esports.engine.errors import EngineError
    from esports.engine.medals import medal_table

    places = read_places(arguments.places)
    try:
        table = medal_table(finished(places, by_delegation, {}), bronzes=arguments.bronzes)
    except EngineError as error:
        raise BadInput(f"--places: {words(error)}") from None
    if arguments.json:
        return as_json({"bronzes": arguments.bronzes, "standings": [standing(row) for row in table]})
    return "\n".join(table_lines(table)) if table else say("Nobody has a medal yet.")


def _points(arguments: argparse.Namespace) -> str:
    from esports.cli.inputs import BadInput, json_argument, words
    from esports.cli.places_input import finished, read_places
    from esports.cli.points_input import read_rules
    from esports.cli.points_table import document, lines
    from esports.engine.circuit import points_table
    from esports.engine.errors import EngineError

    places = read_places(arguments.places)
    rules = read_rules(json_argument("--rules", arguments.rules), places)
    try:
        table = points_table(rules.circuit, finished(places, rules.holder, rules.weights))
    except EngineError as error:
        raise BadInput(f"--places: {words(error)}") from None
    return as_json(document(table)) if arguments.json else "\n".join(lines(table))


def as_json(value: Any) -> str:
    """JSON as all commands print it."""
    return json.dumps(value, ensure_ascii=False, indent=1)
