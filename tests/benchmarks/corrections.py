"""What a correction costs: `python -m tests.benchmarks.corrections`.

A double elimination of 256 is played to its end, and a result of its first round is corrected: the
preview, which looks at every later match, and the correction, which voids what rests on it. Both stand
beside what one report cost in the same run.
"""

import statistics
import time
from typing import Any

from esports.demo.api import Api
from esports.settings import Settings
from tests.benchmarks.reports import organiser, report, run, started

ENTRIES = 256
SAMPLES = 9


async def played(api: Api, event: str) -> tuple[str, list[float]]:
    """A finished double elimination: its stage, and the seconds that each report took."""
    first = await started(api, event, "large", ENTRIES, "double_elimination")
    stage = str((await api.get(f"/matches/{first[0]}"))["stage"])
    costs = []
    while ready := await _ready(api, stage):
        costs += [await report(api, match) for match in ready]
    return stage, costs


async def _ready(api: Api, stage: str) -> list[str]:
    view = await api.get(f"/stages/{stage}/view")
    return [match["id"] for match in view["matches"] if match["phase"] == "ready"]


async def correct(api: Api, match: str) -> tuple[float, float, int]:
    """Preview a correction and make it: the seconds of each, and how many matches it voided."""
    body: dict[str, Any] = {"winner": 1}
    begun = time.perf_counter()
    token = (await api.post(f"/matches/{match}/correction/preview", body))["impact_token"]
    shown = time.perf_counter()
    agreed = {**body, "reason": "benchmark", "impact_token": token}
    made = await api.post(f"/matches/{match}/correction", agreed)
    return shown - begun, time.perf_counter() - shown, len(made["voided"])


async def main(settings: Settings) -> None:
    """Print the table."""
    async with organiser(settings) as (api, event):
        stage, costs = await played(api, event)
        view = await api.get(f"/stages/{stage}/view")
        upper = [one for one in view["matches"] if one["bracket"] == "upper" and one["round"] == 1]
        matches = [one["id"] for one in sorted(upper, key=lambda one: one["number"])]
        found = [await correct(api, match) for match in matches[:SAMPLES]]
    one = statistics.median(costs)
    for name, place in (("preview", 0), ("correction", 1)):
        middle = statistics.median(sample[place] for sample in found)
        print(f"{name}: {1_000 * middle:.0f} ms, {middle / one:.1f} reports")
    print(f"a report: {1_000 * one:.1f} ms; the first correction voided {found[0][2]} matches")


if __name__ == "__main__":
    run(main)
