"""`esports verify`: whether anything was changed behind the product's back, and what."""

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from esports.cli.words import say

if TYPE_CHECKING:
    from esports.audit.findings import Finding
    from esports.settings import Settings


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `verify`."""
    parser = subparsers.add_parser(
        "verify",
        help=say("check journals and brackets for changes behind the product's back"),
        description=say(
            "Check that every journal is whole, line by line, as it was written; that replaying it gives "
            "what the tables say; and that every bracket is what its seats and results give. Nothing is "
            "changed, and play may go on. The exit status is 1 if anything does not hold."
        ),
    )
    parser.add_argument("--json", action="store_true", help=say("print JSON for programs"))
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Examine everything; tell each finding as it comes."""
    import asyncio

    import msgspec

    from esports.cli.surroundings import settings

    told: list[Finding] = []

    def tell(finding: "Finding") -> None:
        told.append(finding)
        if not arguments.json:
            print(f"!! {finding.of}: {_words(finding.what)}: {finding.where}", flush=True)

    journals = asyncio.run(_verify(settings(), tell))
    if arguments.json:
        print(msgspec.json.encode({"journals": journals, "findings": told}).decode())
    elif told:
        print(say("{count} things do not hold in {journals} journals.", count=len(told), journals=journals))
    else:
        print(say("All {journals} journals and their brackets are as they were written.", journals=journals))
    return 1 if told else 0


async def _verify(chosen: "Settings", tell: "Callable[[Finding], None]") -> int:
    from esports.audit import service
    from esports.db.engine import check_server, create_engine

    engine = create_engine(chosen, application="verify")
    try:
        await check_server(engine)
        journals = await service.kept(engine)
        for journal in journals:
            for finding in await service.examine(engine, journal):
                tell(finding)
        return len(journals)
    finally:
        await engine.dispose()


def _words(what: str) -> str:
    return {
        "gap": say("lines are missing before line"),
        "torn": say("a commit is not in one piece at line"),
        "said": say("not as it was written, the commit of line"),
        "link": say("does not follow from what stood before, the commit of line"),
        "head": say("the journal's end is not where it says, line"),
        "replay": say("the journal says something else than the tables at"),
        "bracket": say("the bracket is not what its results give at"),
    }[what]
