"""`python -m tests.benchmarks.footprint`: how fast everything is up, and what it holds when it idles.

A first start in an empty folder, a second one in the same, both from the command to a page that answers;
then the memory of all processes together (PSS: what is shared counts once), the largest first. The time
of starting Python alone, measured beside them, says how fast the machine was just then.
"""

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from tests.cli.running import Up, two_free_ports

SETTLE_SECONDS = 15


def python_alone() -> float:
    """Seconds to start an interpreter that does nothing."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", ""], check=True)
    return time.perf_counter() - begun


def pss_kib(pid: int) -> int:
    """The proportional share of the memory that a process holds, in KiB."""
    found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text("ascii"), re.MULTILINE)
    return int(found[1]) if found else 0


def family(pid: int) -> dict[int, str]:
    """A process and all its descendants, each with what `ps` says it is."""
    listed = subprocess.run(["ps", "-wweo", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
    found: dict[int, str] = {}
    wanted = {pid}
    while wanted:
        found |= {int(row[0]): row[2] for row in rows if int(row[0]) in wanted and len(row) == 3}
        wanted = {int(row[0]) for row in rows if int(row[1]) in found} - set(found)
    return found


def tell_memory(pid: int) -> None:
    """Print what the largest processes hold, and all of them together."""
    held = sorted(((pss_kib(one), what) for one, what in family(pid).items()), reverse=True)
    for size, what in held[:6]:
        print(f"  {size / 1024:.0f} MiB  {' '.join(what.split()[-2:])[-60:]}")
    print(f"  {sum(size for size, _ in held) / 1024:.0f} MiB in {len(held)} processes")


def start(data: Path, label: str, *, measure: bool) -> None:
    """Start everything, say how long it took, and what it holds."""
    port = two_free_ports()
    begun = time.perf_counter()
    with Up("up", "--data", str(data), "--port", str(port)) as up:
        up.read_until("Ctrl-C stops everything")
        with urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
            page.read()
        seconds = time.perf_counter() - begun
        print(f"{label}: {seconds:.1f} s, {seconds / python_alone():.0f} times an empty Python")
        if measure:
            time.sleep(SETTLE_SECONDS)
            tell_memory(up.process.pid)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        start(Path(folder), "first start", measure=False)
        start(Path(folder), "later start", measure=True)
