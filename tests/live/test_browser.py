"""The pages' live module in a real browser: it merges as the server does, and survives what ours survives."""

import asyncio
import random
from typing import Any

import msgspec
from playwright.async_api import Browser, Page

from esports.journal.facts import Change
from esports.journal.views import diff, merge, normal
from esports.live.copy import Copy
from esports.live.messages import Delta, DeltaItem, Skip, Snapshot
from esports.live.routes import room_of
from esports.web import assets
from tests.live.world import plain_fact
from tests.support.wait import until
from tests.web.conftest import browser, desk, site
from tests.web.site import Site, watched

__all__ = ["browser", "desk", "site"]
FOLLOW = """async ([module, topic, options]) => {
  const { Live } = await import(module);
  const wrong = options.wrong ? { address: async () => { throw new Error("no socket here"); } } : {};
  const live = new Live({ backOffMs: 20, ...wrong });
  window.heard = { statuses: [], deltas: 0, view: null, seq: -1, errors: [] };
  window.live = live;
  window.stop = live.follow(topic, {
    onView: (view, { seq }) => Object.assign(heard, { view, seq }),
    onDelta: (items) => { heard.deltas += 1; },
    onStatus: (status) => heard.statuses.push(status),
    onError: (error) => heard.errors.push(error.code),
  });
}"""


def document(chance: random.Random, depth: int = 3) -> Any:
    """Some view: objects, keyed lists, rows and values."""
    kind = chance.choice(["scalar", "object", "keyed", "rows", "values"]) if depth else "scalar"
    if kind == "scalar":
        return chance.choice([None, 0, 1, "", "x", True, "ä / 中"])
    if kind == "values":
        return [document(chance, 0) for _ in range(chance.randint(0, 3))]
    if kind == "keyed":
        ids = chance.sample(["a", "b", "c", "0"], chance.randint(0, 3))
        return [{**fields(chance, depth), "id": one} for one in ids]
    if kind == "rows":
        return [fields(chance, depth) for _ in range(chance.randint(1, 2))]
    return fields(chance, depth)


def fields(chance: random.Random, depth: int) -> dict[str, Any]:
    """Some object."""
    names = chance.sample(["n", "state", "slots", "matches", "0"], chance.randint(0, 4))
    return {name: document(chance, depth - 1) for name in names}


async def run(page: Page, script: str, *values: Any) -> Any:
    """Call a function of the module's on the page with plain JSON values."""
    plain = [msgspec.to_builtins(value) for value in values]
    return await page.evaluate(script, [assets.address("live.js"), *plain])


async def test_patches_merge_as_on_the_server(site: Site, browser: Browser) -> None:
    chance = random.Random(7)
    cases = []
    for _ in range(400):
        before, after = fields(chance, 4), fields(chance, 4)
        cases.append((before, diff(before, after)))
    cases += [({"entries": []}, [Change("entries/a/seed", 1)]), ({}, [Change("a/b", None)])]
    async with watched(browser, site) as page:
        await page.open("/")
        merged = await run(
            page.page,
            """async ([module, cases]) => {
              const { merge } = await import(module);
              return cases.map(([before, changes]) => merge(before, changes));
            }""",
            cases,
        )
        for (before, changes), there in zip(cases, merged, strict=True):
            assert normal(there) == normal(merge(before, changes))


async def test_a_copy_counts_as_ours_does(site: Site, browser: Browser) -> None:
    chance = random.Random(8)
    messages: list[Snapshot | Delta | Skip] = [Skip(topic="t", first=1, to=1)]
    for _ in range(300):
        first = chance.randint(1, 12)
        to = first + chance.randint(0, 2)
        patch = [Change(chance.choice(["n", "slots/0/n", "slots/1/n"]), chance.randint(0, 5))]
        messages.append(
            chance.choice(
                [
                    Snapshot(topic="t", epoch="e", seq=chance.randint(0, 8), view={"slots": [{}]}),
                    Skip(topic="t", first=first, to=to),
                    Delta(topic="t", first=first, to=to, items=[_item(to, patch)]),
                ]
            )
        )
    copy = Copy("t")
    ours = [(copy.take(message).value, copy.seq, copy.epoch, copy.view) for message in messages]
    async with watched(browser, site) as page:
        await page.open("/")
        theirs = await run(
            page.page,
            """async ([module, messages]) => {
              const { Copy } = await import(module);
              const copy = new Copy("t");
              return messages.map((message) => [copy.take(message), copy.seq, copy.epoch, copy.view]);
            }""",
            messages,
        )
    assert [tuple(one) for one in theirs] == ours
    assert {verdict for verdict, *_ in ours} >= {"gap", "repeat", "misfit", "changed", "passed", "whole"}


def _item(seq: int, patch: list[Change]) -> DeltaItem:
    return DeltaItem(seq=seq, fact=plain_fact("x"), patch=patch)


async def becomes(page: Page, expression: str) -> None:
    """Wait until it is so on the page, asking from outside: the page's policy lets nothing evaluate."""

    async def asked() -> bool:
        return bool(await page.evaluate(expression))

    await until(asked)


async def holds(page: Page, view: Any) -> None:
    """Wait until the page holds the view."""
    seq = view.pop("seq")
    view.pop("epoch")
    await becomes(page, f"heard.seq === {seq}")
    held = await page.evaluate("heard.view")
    assert normal({key: held[key] for key in view}) == normal(view)


async def test_a_page_keeps_its_view_through_cuts(site: Site, browser: Browser) -> None:
    cup = await site.cup(8)
    async with watched(browser, site) as page:
        await page.open("/")
        await run(page.page, FOLLOW, f"stage/{cup['stage']['id']}", {})
        await holds(page.page, await site.desk.view(cup["stage"]))
        for match in await site.desk.ready(cup["stage"]):
            await page.page.evaluate("(window.cut = live.socket).close()")
            await site.desk.report(match, {"winner": 0})
            # The page says "live" until it hears of the cut, and then has no socket for a while.
            await becomes(
                page.page,
                "live.socket && live.socket !== cut && document.documentElement.dataset.live === 'live'",
            )
        await holds(page.page, await site.desk.view(cup["stage"]))
        heard = await page.page.evaluate("heard")
        assert heard["deltas"] >= 4
        assert {"connecting", "live", "reconnecting"} == set(heard["statuses"])
        await page.page.evaluate("stop()")
        await becomes(page.page, "live.socket === null")
        page.well()


async def test_a_gap_is_filled(site: Site, browser: Browser) -> None:
    cup = await site.cup(4)
    first, second = await site.desk.ready(cup["stage"])
    async with watched(browser, site) as page:
        await page.open("/")
        await run(page.page, FOLLOW, f"stage/{cup['stage']['id']}", {})
        await holds(page.page, await site.desk.view(cup["stage"]))
        await page.page.evaluate("""() => {
          const take = live.take.bind(live);
          live.take = (message) => { if (message.type === "delta") live.take = take; else take(message); };
        }""")
        await site.desk.report(first, {"winner": 0})
        await becomes(page.page, "Object.hasOwn(live, 'take') && live.take.name.startsWith('bound')")
        await site.desk.report(second, {"winner": 1})
        await holds(page.page, await site.desk.view(cup["stage"]))


async def test_offline_is_said_and_online_goes_on(site: Site, browser: Browser) -> None:
    cup = await site.cup(4)
    async with watched(browser, site) as page:
        await page.open("/")
        await run(page.page, FOLLOW, f"stage/{cup['stage']['id']}", {})
        await holds(page.page, await site.desk.view(cup["stage"]))
        await page.page.context.set_offline(True)
        await becomes(page.page, "document.documentElement.dataset.live === 'offline'")
        await site.desk.report((await site.desk.ready(cup["stage"]))[0], {"winner": 1})
        await page.page.context.set_offline(False)
        await holds(page.page, await site.desk.view(cup["stage"]))


async def test_a_page_that_wakes_up_finds_its_connection_dead(site: Site, browser: Browser) -> None:
    cup = await site.cup(4)
    async with watched(browser, site) as page:
        await page.open("/")
        await run(page.page, FOLLOW, f"stage/{cup['stage']['id']}", {})
        await holds(page.page, await site.desk.view(cup["stage"]))
        await page.page.evaluate(
            "Object.assign(live.socket, { onmessage: null, onclose: null, send: () => {} })"
        )
        await site.desk.report((await site.desk.ready(cup["stage"]))[0], {"winner": 1})
        await page.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        async with asyncio.timeout(15):
            await holds(page.page, await site.desk.view(cup["stage"]))


async def test_where_sockets_fail_events_bring_the_same(site: Site, browser: Browser) -> None:
    cup = await site.cup(4)
    async with watched(browser, site) as page:
        await page.open("/")
        await run(page.page, FOLLOW, f"stage/{cup['stage']['id']}", {"wrong": True})
        await holds(page.page, await site.desk.view(cup["stage"]))
        for match in await site.desk.ready(cup["stage"]):
            await site.desk.report(match, {"winner": 0})
        await holds(page.page, await site.desk.view(cup["stage"]))
        assert await page.page.evaluate("heard.deltas") >= 2
        assert await page.page.evaluate("live.sources.size") == 1
        await page.page.evaluate("stop()")
        await until(lambda: not room_of(site.app.state)._listeners)


async def test_a_topic_that_is_refused_is_told(site: Site, browser: Browser) -> None:
    async with watched(browser, site) as page:
        await page.open("/")
        await run(page.page, FOLLOW, "inbox", {})
        await becomes(page.page, "heard.errors.length > 0")
        assert await page.page.evaluate("heard.errors") == ["sign_in_required"]
