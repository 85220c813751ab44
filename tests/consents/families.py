"""A tournament that asks guardians, an entry with a child in it, and what a guardian does with a link."""

from typing import Any

import httpx

from tests.support.app import new_client
from tests.support.desk import Desk
from tests.support.post import Post

GUARDIAN = "parent@example.org"
PAGE = "/guardian-consent"
CHILD = {"name": "Mei Lin 林梅", "in_game_id": "meilin", "birth_date": "2012-03-04"}
GROWN = {"name": "Ana Sousa", "in_game_id": "ana", "birth_date": "1999-01-01"}
Json = dict[str, Any]


async def asking(desk: Desk, **fields: Any) -> Json:
    """A tournament whose entries wait for guardians."""
    return await desk.tournament(require_guardian_consent=True, **fields)


async def entered(player: Desk, tournament: Json, name: str = "Owls", roster: Any = (CHILD, GROWN)) -> Json:
    """An entry of `player`."""
    entry: Json = await player.post(
        f"/tournaments/{tournament['id']}/entries", {"name": name, "roster": list(roster)}
    )
    return entry


async def states(desk: Desk, entry: Json) -> list[str]:
    """How it stands with each player, in the order of the roster."""
    found = await desk.get(f"/entries/{entry['id']}/consents")
    return [player["state"] for player in found["players"]]


async def ask(player: Desk, post: Post, entry: Json, position: int = 0, address: str = GUARDIAN) -> str:
    """Ask a guardian; gives the secret of the link that came to them."""
    await player.post(f"/entries/{entry['id']}/consents", {"player": position, "guardian_email": address})
    return await post.token(address, PAGE)


async def guardian(desk: Desk, verb: str, token: str, **fields: Any) -> httpx.Response:
    """What somebody without an account does with a link."""
    async with new_client(desk.app) as client:
        reply = await client.post(f"/api/v1/guardian-consents/{verb}", json={"token": token, **fields})
    await desk.check(commits=1)
    return reply


async def decide(desk: Desk, token: str, *, agree: bool = True) -> httpx.Response:
    """Read the text and answer."""
    looked = await guardian(desk, "look", token)
    assert looked.status_code == 200, looked.text
    return await guardian(desk, "decide", token, version=looked.json()["version"], agree=agree)


async def granted(player: Desk, post: Post, entry: Json, address: str = GUARDIAN) -> str:
    """Ask and have the guardian agree; gives the secret of the link that withdraws it."""
    await decide(player, await ask(player, post, entry, address=address))
    return await post.token(address, PAGE)
