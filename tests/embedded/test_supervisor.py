"""The supervisor restarts what dies, with a growing pause, and stops in reverse order."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from esports.embedded.process import Interrupted, Process, wait_until
from esports.embedded.supervisor import Supervisor
from esports.errors import SettingsError

WAIT = "import signal; signal.sigwait([signal.SIGTERM])"
DEAF = (
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); signal.pause()"
)


class Program:
    """A small real process as a service; `journal` gets what is done to it."""

    def __init__(self, name: str, folder: Path, journal: list[str], code: str = WAIT) -> None:
        self.name = name
        self.stop_seconds = 20.0
        self.log = folder / f"{name}.log"
        self.journal = journal
        self.code = code
        self.process: Process | None = None

    def start(self) -> None:
        self.journal.append(f"start {self.name}")
        self.process = Process([sys.executable, "-S", "-c", self.code], log=self.log)

    def exit_status(self) -> int | None:
        return self.process.exit_status() if self.process else 0

    def ask_to_stop(self) -> None:
        self.journal.append(f"ask {self.name}")
        if self.process:
            self.process.signal(signal.SIGTERM)

    def wait(self, seconds: float) -> None:
        if self.process and not self.process.wait(seconds):
            self.process.kill()
        self.journal.append(f"ended {self.name}")


class Broken(Program):
    """A service that cannot start."""

    def start(self) -> None:
        self.journal.append(f"start {self.name}")
        raise SettingsError("broken")


def signal_when(condition: object, number: signal.Signals = signal.SIGTERM) -> threading.Thread:
    """Send a signal to this process as soon as the condition holds."""

    def wait_and_send() -> None:
        assert callable(condition)
        wait_until(condition, 20)
        os.kill(os.getpid(), number)

    thread = threading.Thread(target=wait_and_send)
    thread.start()
    return thread


def test_ranks_stop_in_reverse_order_and_each_rank_at_once(tmp_path: Path) -> None:
    journal: list[str] = []
    with Supervisor(lambda *_: None) as supervisor:
        supervisor.start([Program("database", tmp_path, journal)])
        supervisor.start([Program("api", tmp_path, journal), Program("live", tmp_path, journal)])
        thread = signal_when(lambda: len(journal) == 3)
        supervisor.watch()
        thread.join()
    assert journal == [
        *("start database", "start api", "start live"),
        *("ask api", "ask live", "ended api", "ended live"),
        *("ask database", "ended database"),
    ]


def test_a_deferred_rank_starts_late_and_stops_in_its_turn(tmp_path: Path) -> None:
    journal: list[str] = []
    with Supervisor(lambda *_: None) as supervisor:
        supervisor.defer([Program("work", tmp_path, journal)])
        supervisor.start([Program("api", tmp_path, journal)])
        thread = signal_when(lambda: len(journal) == 2)
        supervisor.watch()
        thread.join()
    assert journal == ["start api", "start work", "ask api", "ended api", "ask work", "ended work"]


def test_watching_ends_when_it_is_told_to(tmp_path: Path) -> None:
    journal: list[str] = []
    with Supervisor(lambda *_: None) as supervisor:
        supervisor.start([Program("api", tmp_path, journal)])
        supervisor.watch(lambda: True)
    assert journal == ["start api", "ask api", "ended api"]


def test_what_dies_is_started_again_after_a_growing_pause(tmp_path: Path) -> None:
    journal: list[str] = []
    deaths: list[tuple[str, int, float]] = []
    service = Program("work", tmp_path, journal, code="raise SystemExit(3)")
    with Supervisor(lambda *death: deaths.append(death)) as supervisor:
        supervisor.start([service])
        thread = signal_when(lambda: len(deaths) == 3)
        supervisor.watch()
        thread.join()
    assert [(name, status) for name, status, _ in deaths[:3]] == [("work", 3)] * 3
    assert [seconds for _, _, seconds in deaths[:3]] == [0.5, 1.0, 2.0]


def test_a_killed_service_is_started_again(tmp_path: Path) -> None:
    journal: list[str] = []
    service = Program("work", tmp_path, journal)
    with Supervisor(lambda *_: None) as supervisor:
        supervisor.start([service])
        assert service.process is not None
        os.kill(service.process.pid, signal.SIGKILL)
        thread = signal_when(lambda: journal.count("start work") == 2)
        supervisor.watch()
        thread.join()


def test_a_failed_restart_is_tried_again(tmp_path: Path) -> None:
    journal: list[str] = []
    service = Program("database", tmp_path, journal, code="raise SystemExit(1)")
    with Supervisor(lambda *_: None) as supervisor:
        supervisor.start([service])
        service.__class__ = Broken
        thread = signal_when(lambda: journal.count("start database") == 3)
        supervisor.watch()
        thread.join()


def test_what_broke_at_the_first_start_is_stopped_too(tmp_path: Path) -> None:
    journal: list[str] = []
    with Supervisor(lambda *_: None) as supervisor:
        supervisor.start([Program("database", tmp_path, journal)])
        with pytest.raises(SettingsError):
            supervisor.start([Broken("api", tmp_path, journal)])
    assert journal[-2:] == ["ask database", "ended database"]


def test_waiting_is_interrupted_by_a_signal(tmp_path: Path) -> None:
    with Supervisor(lambda *_: None) as supervisor:
        thread = signal_when(lambda: True)
        with pytest.raises(Interrupted):
            wait_until(lambda: False, 20, supervisor.pause)
        thread.join()


def test_a_second_signal_hurries_who_does_not_listen(tmp_path: Path) -> None:
    journal: list[str] = []
    service = Program("deaf", tmp_path, journal, code=DEAF)
    service.stop_seconds = 3_600
    with Supervisor(lambda *_: None) as supervisor:
        supervisor.start([service])
        assert wait_until(lambda: "deaf" in service.log.read_text(), 20)
        thread = signal_when(lambda: True)
        supervisor.watch()
        thread.join()
        second = signal_when(lambda: "ask deaf" in journal)
    second.join()
    assert journal[-1] == "ended deaf"


@pytest.mark.fault
def test_nothing_outlives_a_killed_supervisor(tmp_path: Path) -> None:
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from esports.embedded.process import Process\n"
        f"child = Process([sys.executable, '-S', '-c', {WAIT!r}], log=Path({str(tmp_path / 'log')!r}))\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(3600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    assert wait_until(lambda: not is_alive(child), 20)


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that only waits to be reaped does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
