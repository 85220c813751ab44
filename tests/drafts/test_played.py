"""Whole drafts through the API by two captains: a veto, and heroes over two games that bar each other."""

from tests.drafts.hall import HERO_DRAFT, HEROES, MAPS, VETO, Hall


async def test_a_veto_of_a_best_of_three(hall: Hall) -> None:
    async with hall.duel() as duel:
        draft = await duel.open(VETO, first=1)
        assert draft["names"] == ["Falcons", "龙"]
        assert (draft["view"]["phase"], draft["view"]["deadline_at"]) == ("ready", None)
        begun = await duel.direct(draft, "begin")
        assert (begun["view"]["turn"], begun["view"]["options"]) == ([1], MAPS)
        assert begun["view"]["deadline_at"] == "2026-11-25T12:00:30.000Z"
        assert begun["now"] == "2026-11-25T12:00:00Z"
        seen = await duel.choose_all(
            draft, "Ancient", "Dust2", "Inferno", "CT", "Mirage", "T", "Nuke", "Overpass", "CT"
        )
        assert (seen["phase"], seen["turn"], seen["deadline_at"]) == ("ended", [], None)
        assert len(seen["draw_seed"]) == 32
        assert [(one["kind"], one["slot"], one["choice"]) for one in seen["decisions"]] == [
            ("ban", 1, "Ancient"),
            ("ban", 0, "Dust2"),
            ("pick", 1, "Inferno"),
            ("side", 0, "CT"),
            ("pick", 0, "Mirage"),
            ("side", 1, "T"),
            ("ban", 0, "Nuke"),
            ("ban", 1, "Overpass"),
            ("decider", None, "Train"),
            ("side", 0, "CT"),
        ]
        facts = [item.fact for item in hall.desk.watched[duel.tournament["id"]].items]
        told = [decision for fact in facts for decision in getattr(fact, "decisions", [])]
        assert [(one.name, one.choice) for one in told[:2]] == [("龙", "Ancient"), ("Falcons", "Dust2")]
        hall.desk.replay()


async def test_heroes_over_two_games_with_global_ban_pick(hall: Hall) -> None:
    rule = {"series_rule": "global_ban_pick"}
    async with hall.duel(7) as duel:
        first = await duel.begun(HERO_DRAFT, **rule)
        assert first["series_rule"] == {"barred_to": "picker", "opponent_may_ban": True}
        problem = await hall.desk.refused(
            "POST", duel.path, {**HERO_DRAFT, **rule, "game": 2}, 409, "earlier_draft_open"
        )
        assert "game 1" in problem["detail"]
        seen = await duel.choose_all(first, *HEROES[:18])
        used: list[list[str]] = [[], []]
        for one in seen["decisions"]:
            if one["kind"] == "pick":
                used[one["slot"]].append(one["choice"])
        assert [len(heroes) for heroes in used] == [5, 5]
        second = await duel.open(HERO_DRAFT, **rule, game=2, first=1)
        assert second["barred"]["picks"] == [sorted(heroes) for heroes in used]
        assert second["barred"]["bans"] == [[], []]
        await duel.direct(second, "begin")
        await duel.choose_all(second, *HEROES[18:22])
        seen = await duel.see(second)
        assert seen["turn"] == [1]
        assert not set(seen["options"]) & set(used[1])
        path, own = f"/drafts/{second['id']}/actions", {"slot": 1, "step": 4, "choice": used[1][0]}
        await duel.captains[1].refused("POST", path, own, 422, "draft_pick_barred", "/choice")
        await duel.choose_all(second, used[0][0])
        refused = {"slot": 1, "step": 4, "choice": used[0][1]}
        await duel.captains[1].refused("POST", path, refused, 409, "draft_other_step")
        await duel.choose_all(second, used[1][0], *HEROES[22:34])
        assert (await duel.see(second))["phase"] == "ended"
        for verb in ("undo", "void"):
            await hall.desk.refused("POST", f"/drafts/{first['id']}/{verb}", {}, 409, "later_draft")
        third = await duel.open(HERO_DRAFT, **rule, game=3)
        assert [len(heroes) for heroes in third["barred"]["picks"]] == [10, 10]
        hall.desk.replay()


async def test_fearless_bars_both_sides_and_their_bans(hall: Hall) -> None:
    script = {
        "name": "one each",
        "steps": [
            {"actor": "a", "kind": "pick"},
            {"actor": "b", "kind": "ban"},
            {"actor": "b", "kind": "pick"},
        ],
    }
    body = {"script": script, "pool": HEROES[:10]}
    async with hall.duel(5) as duel:
        first = await duel.begun(body)
        assert first["view"]["deadline_at"] is None
        await duel.choose_all(first, *HEROES[:3])
        fearless = await duel.open(body, game=2, series_rule="fearless")
        assert fearless["barred"]["picks"] == [[HEROES[0], HEROES[2]]] * 2 == fearless["barred"]["bans"]
        await duel.direct(fearless, "void")
        own = {"barred_to": "picker"}
        again = await duel.open(body, game=2, series_rule=own)
        assert again["barred"] == {
            "picks": [[HEROES[0]], [HEROES[2]]],
            "bans": [[HEROES[2]], [HEROES[0]]],
        }


async def test_the_named_scripts_can_be_sent_back_as_ones_own(hall: Hall) -> None:
    scripts = (await hall.desk.get("/drafts/scripts"))["items"]
    assert "counter_strike_bo3" in [script["name"] for script in scripts]
    async with hall.duel() as duel:
        for script in scripts:
            lineup = [
                {"player": f"p{number}", "hero": HEROES[number], "spell": "Flash"} for number in range(5)
            ]
            pool = HEROES[: script["pool_size"]] if script["pool_size"] else HEROES
            draft = await duel.open({"script": script, "pool": pool, "previous": [lineup, lineup]})
            assert draft["script"] == script
            await duel.direct(draft, "void")
