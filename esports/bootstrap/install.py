"""Make `.venv` and fill it from a hashed lock, telling how far it is."""

import fcntl
import hashlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from esports.bootstrap.words import fail, say, words

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".venv"
PYTHON = HOME / "bin" / "python"
STAMP = HOME / "installed.json"
LOG = HOME / "install.log"
RUN_LOCK, TEST_LOCK = "requirements.lock", "tests/requirements.lock"
COLUMNS = 78
MET = re.compile(rb"^(?:Collecting|Processing) (\S+)", re.MULTILINE)
"""What pip says of each package, from an index or a folder."""

NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|Temporary failure in name|Name or service not known|"
    r"Network is unreachable|Connection refused|ConnectTimeout|dns error|error sending request|"
    r"tcp connect error|Cannot connect to proxy|Could not connect",
    re.IGNORECASE,
)


def _digest(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def installed(lock: str) -> bool:
    """Whether `.venv` holds what the lock says now."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return bool(stamp.get(lock) == _digest(lock)) and PYTHON.exists()


def install(lock: str) -> None:
    """Make `.venv` where there is none and install the lock's packages, telling how far it is."""
    with _alone():
        if installed(lock):
            return
        what = words("the tests" if lock == TEST_LOCK else "the product")
        say("Making an environment for {what} in {home} (the first time only)", what=what, home=HOME)
        began = time.monotonic()
        total = len(re.findall(r"^[\w.-]+==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        uv = shutil.which("uv")
        if not PYTHON.exists():
            _make(uv)
        _fill(lock, uv, total, began)
        _write_entry_points()
        # The tests' lock holds everything of the other one, at the same versions.
        locks = {RUN_LOCK, lock}
        STAMP.write_text(json.dumps({name: _digest(name) for name in locks}), encoding="utf-8")
        say("Installed {total} packages in {seconds} s", total=total, seconds=int(time.monotonic() - began))


@contextmanager
def _alone() -> Iterator[None]:
    """One installer at a time; the lock is on the lock file, which is always there."""
    with (ROOT / RUN_LOCK).open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another process is installing; waiting for it.")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _make(uv: str | None) -> None:
    try:
        HOME.mkdir(exist_ok=True)
        LOG.touch()
    except OSError as error:
        fail(
            "{folder} cannot be written, so nothing can be installed there: {reason}.",
            folder=ROOT,
            reason=error.strerror,
        )
    if uv and _run([uv, "venv", "--allow-existing", "--python", sys.executable, str(HOME)]) == 0:
        return
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            fail(
                "Python's {module} is missing here: install it (on Debian or Ubuntu: apt install {package}).",
                module=module,
                package=f"python{sys.version_info.major}.{sys.version_info.minor}-venv",
            )
    if _run([sys.executable, "-m", "venv", str(HOME)]) != 0:
        _fail_to_install()


def _fill(lock: str, uv: str | None, total: int, began: float) -> None:
    """By uv where it is; by pip where it is not, or where uv failed, since it ignores pip's settings.

    The lock holds everything, so nothing is resolved: older pips look at the newest release for a
    requirement with extras, find no hash for it and give up.
    """
    required = ["--no-deps", "--require-hashes", "-r", lock]
    uv_install = [uv or "", "pip", "install", "--python", str(PYTHON), *required]
    if uv and _run(uv_install, total, began) == 0:
        return
    if _run([str(PYTHON), "-m", "pip", "--version"]) != 0:
        _run([str(PYTHON), "-m", "ensurepip"])
    pip_install = [str(PYTHON), "-m", "pip", "install", "--no-compile", "--retries", "2"]
    pip_install += ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    if _run([*pip_install, "--only-binary", ":all:", *required], total, began) != 0:
        _fail_to_install()


def _run(command: Sequence[str], total: int = 0, began: float = 0.0) -> int:
    """Run an installer with its output in the log; while it runs, show how many packages it has met."""
    with LOG.open("ab") as log:
        start = log.tell()
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    shown = began
    while process.poll() is None:
        time.sleep(0.1)
        now = time.monotonic()
        if total and now - shown >= (1 if sys.stderr.isatty() else 10):
            shown = now
            met = len(set(MET.findall(LOG.read_bytes()[start:])))
            _progress(min(met, total), total, int(now - began))
    if total and sys.stderr.isatty():
        sys.stderr.write("\r" + " " * COLUMNS + "\r")
    return process.returncode


def _progress(done: int, total: int, seconds: int) -> None:
    text = words("{done} of {total} packages, {seconds} s", done=done, total=total, seconds=seconds)
    if sys.stderr.isatty():
        sys.stderr.write(f"\r  {text}".ljust(COLUMNS))
        sys.stderr.flush()
    else:
        print(f"  {text}", file=sys.stderr, flush=True)


def _write_entry_points() -> None:
    """Make the package importable from anywhere inside the environment, and `esports` a command there."""
    folder = next((HOME / "lib").glob("python*/site-packages"))
    (folder / "esports-week.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    script = HOME / "bin" / "esports"
    script.write_text(
        f"#!{PYTHON}\nimport sys\n\nfrom esports.cli import main\n\nsys.exit(main())\n", encoding="utf-8"
    )
    script.chmod(0o755)


def _fail_to_install() -> NoReturn:
    log = LOG.read_text(encoding="utf-8", errors="replace")[-20_000:]
    if NO_NETWORK.search(log):
        fail("No network: the packages could not be fetched. Connect, then run the same command again.")
    errors = [line for line in log.splitlines() if line.lower().startswith("error")]
    reason = (errors or log.strip().splitlines() or ["?"])[-1]
    fail("The packages could not be installed: {reason} (all of it in {log})", reason=reason, log=LOG)
