"""The demo's captain finds what they are told in the inbox page, and each of it as a mail in the folder."""

import re
from email import message_from_bytes, policy
from email.message import Message
from pathlib import Path
from typing import Any

import httpx
import msgspec

from esports.demo.api import Api
from esports.demo.play import Demo
from esports.demo.script import Script, StageScript, load
from tests.drafts.conftest import hall
from tests.drafts.hall import Hall
from tests.support.app import OPERATOR, PASSWORD, new_client, sign_in

__all__ = ["hall"]
CAPTAIN = "captain@demo.example"


class Worked(Api):
    """The demo's client, with a worker that does at once what each write leaves to do."""

    def __init__(self, hall: Hall) -> None:
        super().__init__("http://localhost", httpx.ASGITransport(hall.desk.app))
        self._hall = hall

    async def post(self, path: str, body: Any = None) -> Any:
        """Create or do, and have the rest done."""
        reply = await super().post(path, body)
        await self._hall.work()
        return reply


def short() -> Script:
    """The demo's event with four of its teams: all against all, and a final of the best two."""
    whole = load()
    seeds = whole.seeds[:4]
    pairs = [(first, second) for at, first in enumerate(seeds) for second in seeds[at + 1 :]]
    groups = {"name": "Groups", "format": "round_robin", "qualifies": 2}
    stages = [
        StageScript(stage=groups, rounds=[pairs]),
        StageScript(stage={"name": "Final", "format": "single_elimination"}, rounds=[pairs[:1]]),
    ]
    return msgspec.structs.replace(whole, seeds=seeds, stages=stages, champion=seeds[0])


def mails(hall: Hall) -> list[Message]:
    """What lies in the folder."""
    files = Path(hall.settings.mail_dir).glob("*.eml")
    return [message_from_bytes(one.read_bytes(), policy=policy.default) for one in files]


async def test_the_captain_has_the_notices_in_the_inbox_and_as_mails(hall: Hall) -> None:
    async with hall.desk.at_ease(), Worked(hall) as operator, Worked(hall) as captain:
        await captain.sign_up(CAPTAIN, PASSWORD, "Captain")
        await captain.sign_in(CAPTAIN, PASSWORD)
        await operator.sign_in(OPERATOR, PASSWORD)
        await Demo(operator, short(), 1_000, lambda line: None, captain).play()
        kinds = [one["kind"] for one in (await captain.get("/inbox"))["items"]]
    assert sorted(kinds) == sorted(
        ["entry_received", *["draw_published"] * 2, *["match_ready"] * 4, "entry_qualified", "entry_placed"]
    )
    async with new_client(hall.desk.app) as browser:
        await sign_in(browser, CAPTAIN)
        page = await browser.get("/inbox")
    assert page.status_code == 200
    assert sorted(re.findall(r'"kind":"(\w+)"', page.text)) == sorted(kinds)
    subjects = [str(mail["Subject"]) for mail in mails(hall) if CAPTAIN in str(mail["To"])]
    assert len(subjects) == len(kinds) + 1, "and one to confirm the address"
    assert "Vitality has won BLAST.tv Austin Major 2025" in subjects
