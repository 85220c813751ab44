"""`esports serve`, `live` and `work`: one role each, for more than one process or machine."""

import argparse
import gc

from esports.cli.words import say

YOUNG_OBJECTS = 20_000
"""How many new objects the garbage collector waits for; at its default it runs in every request."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the three roles."""
    for name, run, words in (
        ("serve", serve, say("the API and the pages, on ESPORTS_HOST and ESPORTS_PORT")),
        ("live", live, say("the live gateway, on ESPORTS_LIVE_HOST and ESPORTS_LIVE_PORT")),
        ("work", work, say("the background worker: mails, deadlines, housekeeping")),
    ):
        parser = subparsers.add_parser(
            name,
            help=words,
            description=say(
                "{what}. Settings come from ESPORTS_* variables, secrets also from the files that "
                "ESPORTS_*_FILE names.",
                what=words,
            ),
        )
        parser.set_defaults(run=run)


def serve(_arguments: argparse.Namespace) -> int:
    """Run the API until SIGTERM; requests that have begun are finished."""
    from esports.cli.surroundings import refuse_taken_port, settings

    chosen = settings(with_redis=True)
    refuse_taken_port(chosen.host, chosen.port)
    # Only now, for they take two seconds: what is wrong is told before.
    import uvicorn

    from esports.app import create_app

    app = create_app(chosen)
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
    uvicorn.run(
        app,
        host=chosen.host,
        port=chosen.port,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=chosen.shutdown_grace_seconds,
    )
    return 0


def live(_arguments: argparse.Namespace) -> int:
    """Run the live gateway until SIGTERM; watchers are told to come back."""
    from esports.cli.surroundings import refuse_taken_port, settings

    chosen = settings(with_redis=True)
    if not chosen.live_share_port:
        refuse_taken_port(chosen.live_host, chosen.live_port)
    from esports.live import gateway

    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
    gateway.main(chosen)
    return 0


def work(_arguments: argparse.Namespace) -> int:
    """Run the worker until SIGTERM; jobs that have begun are finished."""
    from esports.cli.surroundings import settings

    chosen = settings(with_redis=True)
    from workers import main

    main.main(chosen)
    return 0
