"""`esports draft`: a script of bans and picks, and a draft that is played by it, without a database."""

import argparse

from esports.cli.words import say
from esports.engine.draft_scripts import SCRIPTS

SETUP_KEYS = "first, names, series_rule, earlier, previous, players, spells"
EXAMPLE = """\
  esports draft counter_strike_bo1
  esports draft counter_strike_bo1 --setup '{"pool": ["Ancient", "Dust2", "Inferno", "Mirage", "Nuke",
      "Overpass", "Train"], "first": 0, "names": ["Night Owls", "Early Birds"]}' --choices choices.json

choices.json:
  [{"verb": "begin", "at_ms": 0},
   {"slot": 0, "choice": "Nuke", "at_ms": 12000},
   {"slot": 0, "choice": "Train", "at_ms": 20000},
   {"verb": "expire", "at_ms": 50000}]"""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `draft`."""
    parser = subparsers.add_parser(
        "draft",
        help=say("print a script of bans and picks, replay a draft by it; needs no database"),
        description=say(
            "Print a script; or, with a setup, replay a draft by it: whose turn it is, what is barred, and "
            "what was decided."
        ),
        epilog=say("examples:") + "\n" + EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "script",
        metavar="SCRIPT",
        help=say("{names}, or a script of your own: JSON or its file", names=", ".join(SCRIPTS)),
    )
    parser.add_argument(
        "--setup",
        metavar="JSON|FILE",
        help=say("an object with the pool, and if need be: {keys}", keys=SETUP_KEYS),
    )
    parser.add_argument(
        "--choices",
        metavar="FILE",
        help=say("a JSON list of what happened, in order, each with its moment in milliseconds"),
    )
    parser.add_argument("--draw-seed", metavar="S", default="", help=say("the text that a draw is made from"))
    parser.add_argument("--at", metavar="MS", type=int, help=say("the moment that it is, on the same clock"))
    parser.add_argument(
        "--slot", type=int, choices=(0, 1), help=say("show what this side sees; else what everybody sees")
    )
    parser.add_argument("--json", action="store_true", help=say("print JSON for programs"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """0 done; 1 a choice breaks a rule; 2 the arguments are wrong."""
    from esports.cli.inputs import answered

    return answered("draft", lambda: _output(arguments))


def _output(arguments: argparse.Namespace) -> str:
    from esports.cli.draft_inputs import played, read_script
    from esports.cli.draft_json import document, script_document
    from esports.cli.draft_text import lines, script_lines
    from esports.cli.inputs import BadInput

    script = read_script(arguments.script)
    if arguments.setup is not None:
        draft = played(script, arguments)
        return document(draft) if arguments.json else "\n".join(lines(draft))
    if arguments.choices is not None:
        raise BadInput(say("--choices: a draft needs a setup too: give --setup."))
    return script_document(script) if arguments.json else "\n".join(script_lines(script))
