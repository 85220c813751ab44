"""The journal as people read it: in order, page by page, and only what is theirs to see."""

import pytest

from tests.support.desk import NOBODY, Desk, first_wins


async def test_the_trail_tells_all_in_order_page_by_page(desk: Desk) -> None:
    tournament = await desk.tournament()
    stage = await desk.stage(tournament)
    await desk.entries(tournament, 4)
    await desk.start(stage)
    await desk.play(stage, first_wins)
    path = f"/tournaments/{tournament['id']}/journal"
    whole = await desk.get(path)
    assert whole["next_cursor"] is None
    assert [line["seq"] for line in whole["items"]] == list(range(1, whole["seq"] + 1))
    assert whole["items"][0]["fact"]["kind"] == "TournamentCreated"
    results = [line["fact"] for line in whole["items"] if line["fact"]["kind"] == "ResultConfirmed"]
    assert [fact["names"] for fact in results][-1] == ["Team 1", "Team 2"]
    pages, after = [], "0"
    while after:
        page = await desk.get(f"{path}?after={after}&limit=3")
        assert len(page["items"]) <= 3
        pages += page["items"]
        after = page["next_cursor"]
    assert pages == whole["items"]


async def test_the_public_is_not_told_who_did_it_nor_what_is_private(desk: Desk) -> None:
    tournament = await desk.tournament()
    me = (await desk.get("/me"))["person"]["id"]
    path = f"/tournaments/{tournament['id']}/journal"
    private = {item.seq for item in desk.watched[tournament["id"]].items if item.visibility.value != "public"}
    staff = await desk.get(path)
    assert {line["actor"] for line in staff["items"]} == {me}
    async with desk.person() as stranger:
        public = await stranger.get(path)
    assert {line["actor"] for line in public["items"]} == {None}
    assert {line["seq"] for line in public["items"]} == {line["seq"] for line in staff["items"]} - private


async def test_a_draft_has_no_trail_for_the_public(desk: Desk) -> None:
    draft = await desk.tournament(state="draft")
    async with desk.person() as stranger:
        path = f"/tournaments/{draft['id']}/journal"
        await stranger.refused("GET", path, None, 404, "not_found")
    await desk.refused("GET", f"/tournaments/{NOBODY}/journal", None, 404, "not_found")


@pytest.mark.parametrize("query", ["after=-1", "limit=0", "limit=1001", f"after={2**63}"])
async def test_what_is_asked_must_be_in_range(desk: Desk, query: str) -> None:
    tournament = await desk.tournament()
    pointer = "/" + query.partition("=")[0]
    path = f"/tournaments/{tournament['id']}/journal?{query}"
    await desk.refused("GET", path, None, 422, "out_of_range", pointer)
