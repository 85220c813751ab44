"""`esports demo`: everything on one machine, and a real event played into it to watch."""

import argparse
import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

from esports.cli.up import add_place
from esports.cli.words import say

DEFAULT_DATA = Path(".esports-demo")
ACCOUNTS = "demo-accounts.json"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `demo`."""
    parser = subparsers.add_parser(
        "demo",
        help=say("run everything and watch a real event being played"),
        description=say(
            "Run everything as `esports up` does, in a data folder of its own, and play the Austin Major of "
            "2025 into it through the public API: three Swiss stages and the playoffs, each pairing held "
            "against what was really played. Ctrl-C stops; the next start goes on where it was."
        ),
    )
    add_place(parser)
    parser.add_argument(
        "--speed",
        type=speed,
        default="2",
        metavar="X",
        help=say("results a second, or max (default: %(default)s)"),
    )
    parser.add_argument(
        "--stop", action="store_true", help=say("stop when the event is over, instead of going on")
    )
    parser.set_defaults(run=run, data=DEFAULT_DATA)


def speed(text: str) -> str:
    """An argparse type: a positive number, or max."""
    try:
        fits = text == "max" or 0 < float(text) <= 1_000
    except ValueError:
        fits = False
    if not fits:
        raise argparse.ArgumentTypeError(say("a speed is a number up to 1000, or max"))
    return text


def run(arguments: argparse.Namespace) -> int:
    """Run it all, play, and wait for a signal (or, with `--stop`, for the end of the event)."""
    from esports.cli.house import House
    from esports.embedded.process import Interrupted

    accounts = _accounts(arguments.data)
    os.environ.update(accounts)
    status = 0
    try:
        with House(arguments.data, arguments.host, arguments.port) as house:
            house.welcome()
            _tell_accounts(house.address, accounts)
            with _player(house.address, arguments.speed) as player:
                try:
                    house.watch(until=lambda: arguments.stop and player.poll() is not None)
                    status = player.poll() or 0
                finally:
                    player.terminate()
    except Interrupted:
        pass
    print(say("Stopped."), flush=True)
    return status


def _accounts(data: Path) -> dict[str, str]:
    """The demo's operator and captain: made at the first start, kept in a file that only the owner reads."""
    path = data / ACCOUNTS
    if path.exists():
        found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return found
    made = {
        "ESPORTS_OPERATOR_EMAIL": "operator@demo.example",
        "ESPORTS_OPERATOR_PASSWORD": secrets.token_urlsafe(9),
        "DEMO_CAPTAIN_EMAIL": "captain@demo.example",
        "DEMO_CAPTAIN_PASSWORD": secrets.token_urlsafe(9),
    }
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(made, file)
    return made


def _tell_accounts(address: str, accounts: dict[str, str]) -> None:
    print(say("  watch: {address}", address=f"{address}/events/austin-2025/major"))
    print(say("  operator's desk: {address}", address=f"{address}/desk/events/austin-2025/major"))
    for name, words in (("ESPORTS_OPERATOR", say("operator")), ("DEMO_CAPTAIN", say("captain"))):
        email, password = accounts[f"{name}_EMAIL"], accounts[f"{name}_PASSWORD"]
        print(say("  sign in as {who}: {email}  {password}", who=words, email=email, password=password))
    sys.stdout.flush()


def _player(address: str, pace: str) -> subprocess.Popen[bytes]:
    from esports.embedded.process import command

    home = str(Path(__file__).resolve().parents[2])
    environ = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, [home, os.environ.get("PYTHONPATH")])),
    }
    return subprocess.Popen(
        command([sys.executable, "-m", "esports.demo", address, pace]),
        env=environ,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
