"""Schemathesis reads the OpenAPI document and sends what it finds there, fitting or not, to the server.

Whatever it sends: no fault of ours, and no status, type of content or body of which the document is silent.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import uvicorn
from litestar import Litestar

from esports.accounts.wire import TokenScope
from tests.support.desk import Desk, desk
from tests.support.wait import until

__all__ = ["desk"]
EXAMPLES = 12
TOKEN = "ESPORTS_TEST_TOKEN"
HOOKS = Path(__file__).with_name("schemathesis_hooks.py")
CONFIG = f"""
hooks = "{HOOKS.as_posix()}"

[auth.openapi.token]
bearer = "${{{TOKEN}}}"

# JSON cannot say that the database takes no NUL.
[generation]
allow-x00 = false

# No schema says what is taken already, stale, or against a rule of play.
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", 401, 403, 404, 409, 412, 422, 429]

[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 429]

# Strangers are told that a draft is not there, not that they must sign in.
[checks.ignored_auth]
enabled = false

# Its rows are looked at one by one, and bad ones may be left out.
[[operations]]
include-operation-id = "import_entries"
[operations.checks.negative_data_rejection]
enabled = false

# No schema says which bytes are a picture or a PDF.
[[operations]]
include-operation-id = ["put_team_logo", "add_entry_file"]
[operations.checks.positive_data_acceptance]
enabled = false
"""
VETO = {"script": "counter_strike_bo1", "pool": ["A", "B", "C", "D", "E", "F", "G"]}
KNOWN = """
[dictionaries.{name}]
values = {ids}
[parameters."path.{name}"]
dictionary = "{name}"
probability = 0.7
"""


@asynccontextmanager
async def listening(app: Litestar) -> AsyncIterator[str]:
    """The application behind a real HTTP server on this loop; gives its address."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, lifespan="off", log_level="error", ws="none"))
    running = asyncio.create_task(server.serve())
    await until(lambda: server.started or running.done())
    try:
        yield "http://127.0.0.1:{1}".format(*server.servers[0].sockets[0].getsockname())
    finally:
        server.should_exit = True
        await running


async def things(desk: Desk) -> dict[str, list[str]]:
    """Ids of things in several states, by the names that paths have for them."""
    event = await desk.event()
    played, opened = await desk.tournament(event), await desk.tournament(event)
    stages = [await desk.stage(played), await desk.stage(opened)]
    entries = [*await desk.entries(played, 4), *await desk.entries(opened, 3)]
    started = await desk.start(stages[0])
    drafts = [
        await desk.post(f"/matches/{match['id']}/drafts", VETO) for match in await desk.ready(stages[0])
    ]
    await desk.post(f"/drafts/{drafts[0]['id']}/begin", {})
    team = await desk.post("/teams", {"name": "Night Owls", "tag": "OWL"})
    return {
        "event": [event["id"]],
        "team": [team["id"]],
        "tournament": [played["id"], opened["id"]],
        "stage": [stage["id"] for stage in stages],
        "entry": [entry["id"] for entry in entries],
        "match": [match["id"] for match in started["matches"]],
        "draft": [draft["id"] for draft in drafts],
    }


@pytest.mark.fault
async def test_the_server_does_what_its_document_says(app: Litestar, desk: Desk, tmp_path: Path) -> None:
    desk.lawful = False
    made = await desk.post("/tokens", {"name": "schemathesis", "scopes": list(TokenScope)})
    known = (await things(desk)).items()
    config = tmp_path / "schemathesis.toml"
    config.write_text(
        "".join((CONFIG, *(KNOWN.format(name=name, ids=json.dumps(ids)) for name, ids in known)))
    )
    async with listening(app) as address:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run",
            f"{address}/api/docs/openapi.json",
            "--max-examples", str(EXAMPLES), "--seed", "1",
            "--exclude-operation-id", "listen",
            "--no-color",
            cwd=tmp_path, env=os.environ | {TOKEN: made["token"]},
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
