"""Keeps services alive: starts them in ranks, restarts what dies, stops the ranks in reverse order."""

import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import Any, Protocol

from esports.embedded.process import Interrupted
from esports.errors import SettingsError

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOOK_SECONDS = 0.1
FIRST_DELAY_SECONDS, LAST_DELAY_SECONDS = 0.5, 10.0
STEADY_SECONDS = 30
"""Who lived that long starts again without delay."""
HURRY_SECONDS = 1.0
"""What each service still gets after a second signal."""


class Service(Protocol):
    """What can be kept alive."""

    name: str

    def start(self) -> None:
        """Start, or start again. Raises `SettingsError` where it cannot."""

    def exit_status(self) -> int | None:
        """None while it runs."""

    def ask_to_stop(self) -> None:
        """Ask it to drain and end; returns at once."""

    def wait(self, seconds: float) -> None:
        """Wait for its end, and make an end after `seconds`."""

    @property
    def stop_seconds(self) -> float:
        """How long its draining may take."""


@dataclass
class _Watched:
    service: Service
    started: float
    deaths: int = 0
    due: float | None = None
    """When it is to be started again; None while it runs."""


class Supervisor:
    """Owns the services and the signals for as long as the `with` block lasts.

    `tell(service's name, its exit status, seconds until it is started again)` is called at each death.
    """

    def __init__(self, tell: Callable[[str, int, float], None]) -> None:
        self._tell = tell
        self._ranks: list[list[_Watched]] = []
        self._signals = 0
        self._previous: list[tuple[signal.Signals, Any]] = []

    def __enter__(self) -> "Supervisor":
        self._previous = [(number, signal.signal(number, self._on_signal)) for number in SIGNALS]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        for number, handler in self._previous:
            signal.signal(number, handler)

    def start(self, services: Sequence[Service]) -> None:
        """Start the next rank. Each is known before it starts, so that what broke half-way is stopped too."""
        rank: list[_Watched] = []
        self._ranks.append(rank)
        for service in services:
            rank.append(_Watched(service, time.monotonic()))
            service.start()

    def defer(self, services: Sequence[Service]) -> None:
        """Know the next rank, which stops in its turn, but start it only when `watch` begins."""
        self._ranks.append([_Watched(service, 0.0, due=0.0) for service in services])

    def pause(self, seconds: float) -> None:
        """Sleep.

        Raises:
            Interrupted: a signal asked for the end.
        """
        if self._signals:
            raise Interrupted
        time.sleep(seconds)
        if self._signals:
            raise Interrupted

    def watch(self, until: Callable[[], bool] = lambda: False) -> None:
        """Restart what dies, until a signal asks for the end or `until` says so."""
        try:
            while not until():
                self.pause(LOOK_SECONDS)
                for rank in self._ranks:
                    for watched in rank:
                        self._look_after(watched)
        except Interrupted:
            return

    def _look_after(self, watched: _Watched) -> None:
        now = time.monotonic()
        if watched.due is None:
            status = watched.service.exit_status()
            if status is not None:
                self._plan_restart(watched, status, now)
        elif now >= watched.due:
            watched.due, watched.started = None, now
            try:
                watched.service.start()
            except SettingsError:
                self._plan_restart(watched, 1, time.monotonic())

    def _plan_restart(self, watched: _Watched, status: int, now: float) -> None:
        if now - watched.started > STEADY_SECONDS:
            watched.deaths = 0
        delay = min(LAST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2**watched.deaths)
        watched.deaths += 1
        watched.due = now + delay
        self._tell(watched.service.name, status, delay)

    def _stop(self) -> None:
        """Whole ranks in reverse order; within a rank all drain at the same time."""
        already = self._signals
        for rank in reversed(self._ranks):
            for watched in rank:
                watched.service.ask_to_stop()
            for watched in rank:
                deadline = time.monotonic() + watched.service.stop_seconds
                while watched.service.exit_status() is None and time.monotonic() < deadline:
                    if self._signals > already:
                        deadline = min(deadline, time.monotonic() + HURRY_SECONDS)
                    time.sleep(LOOK_SECONDS / 5)
                watched.service.wait(0)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._signals += 1
