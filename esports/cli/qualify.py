"""`esports qualify`: who goes on from tournament to tournament by a plan, without a database."""

import argparse

from esports.cli.tables import add_places, as_json
from esports.cli.words import say

EXAMPLE = """\
  esports qualify --plan plan.json --places north.json south.json --withdrawn '{"final": ["Birds"]}'

plan.json:
  {"tournaments": [{"id": "north"}, {"id": "south"}, {"id": "final", "direct": [4]}],
   "qualifications": [{"from": "north", "places": [1, 2], "to": "final", "seeds": [1, 3]},
                      {"from": "south", "places": [1], "to": "final", "seeds": [2]}]}

north.json:
  {"tournament": "north", "items": [
     {"place": 1, "name": "Owls"}, {"place": 2, "name": "Birds"}, {"place": 3, "name": "Cats"}]}"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `qualify`."""
    parser = subparsers.add_parser(
        "qualify",
        help=say("say who qualifies for which seed of which tournament; needs no database"),
        description=say(
            "Fill the seeds of tournaments with who has qualified for them, and say who moves up for whom."
        ),
        epilog=say("examples:") + "\n" + EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--plan",
        metavar="JSON|FILE",
        required=True,
        help=say("an object with tournaments, and qualifications: which places fill which seeds"),
    )
    add_places(parser)
    parser.add_argument(
        "--direct",
        metavar="JSON|FILE",
        help=say("an object: by tournament and seed the names of who is entered directly"),
    )
    parser.add_argument(
        "--withdrawn",
        metavar="JSON|FILE",
        help=say("an object: by tournament the names of who does not play in it"),
    )
    parser.add_argument("--json", action="store_true", help=say("print JSON for programs"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """0 done; 1 a shared place must be decided first; 2 the arguments are wrong."""
    from esports.cli.inputs import answered

    return answered("qualify", lambda: _output(arguments))


def _output(arguments: argparse.Namespace) -> str:
    from esports.cli.qualify_inputs import read_season
    from esports.cli.qualify_seeds import document, filled, lines

    season = read_season(arguments)
    seeds = filled(season)
    return as_json(document(season, seeds)) if arguments.json else "\n".join(lines(season, seeds))
