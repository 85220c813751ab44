"""`esports bracket`: the competition engine without a database; entries and results in, bracket out."""

import argparse

from esports.cli.words import say
from esports.engine.model import Format


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `bracket`."""
    parser = subparsers.add_parser(
        "bracket",
        help=say("build a bracket, apply results, show who plays whom; needs no database"),
        description=say(
            "Build a stage of one format, apply results in order, and show the matches and the table."
        ),
    )
    parser.add_argument(
        "format", metavar="FORMAT", choices=[str(format) for format in Format], help=", ".join(Format)
    )
    parser.add_argument(
        "--entries",
        metavar="N|FILE",
        required=True,
        help=say("how many, or a JSON file: a list, in seed order, of names or of objects with a name"),
    )
    parser.add_argument(
        "--options", metavar="JSON|FILE", help=say("the options of the format, a JSON object or its file")
    )
    parser.add_argument("--results", metavar="FILE", help=say("a JSON list of results, applied in order"))
    parser.add_argument("--draw-seed", metavar="S", help=say("the text that a draw is made from"))
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help=say("print JSON for programs"))
    output.add_argument("--svg", metavar="FILE", help=say("draw the bracket into this file"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """0 done; 1 a result cannot be applied, or the output not be written; 2 the arguments are wrong."""
    from esports.cli.inputs import answered

    return answered("bracket", lambda: _output(arguments))


def _output(arguments: argparse.Namespace) -> str | None:
    """What to print; nothing where a file is drawn."""
    from esports.cli.bracket_judged import marked
    from esports.cli.bracket_stage import played

    stage = marked(arguments) if arguments.format == Format.judged else played(arguments)
    if arguments.svg is not None:
        from esports.cli.bracket_svg import write

        write(stage, arguments.svg)
        return None
    if arguments.json:
        from esports.cli.bracket_json import document

        return document(stage)
    from esports.cli.bracket_text import lines

    # A contest has no matches above its table.
    return "\n".join(lines(stage)).lstrip("\n")
