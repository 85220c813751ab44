"""From a copy of the repository and a bare Python to a command that runs."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from esports.bootstrap import words
from tests.cli.running import ROOT

BARE_PYTHON = f"{sys.base_prefix}/bin/python3"
PARTS = ("esports", "workers", "migrations", "pyproject.toml", "requirements.lock", "tests/requirements.lock")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a clone holds, without an environment."""
    place = tmp_path / "clone"
    copy(place)
    return place


def copy(place: Path) -> None:
    """Copy what the first start needs."""
    for part in PARTS:
        target = place / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, target)


def start(
    place: Path, *arguments: str, environ: dict[str, str] | None = None, **extra: str
) -> subprocess.CompletedProcess[str]:
    """Run `python3 -m esports` there, by a Python without any package."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.run(
        [BARE_PYTHON, "-m", "esports", *arguments],
        cwd=place,
        env={**(environ or kept), "LANG": "C.UTF-8", **extra},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


@pytest.mark.fault
def test_the_first_start_installs_and_the_second_installs_nothing(clone: Path) -> None:
    first = start(clone, "doctor", "--json")
    assert first.returncode == 0, first.stderr
    assert first.stderr.startswith("Making an environment for the product in ")
    assert "Installed " in first.stderr
    findings = {found["name"]: found["detail"] for found in json.loads(first.stdout)["findings"]}
    assert str(clone / ".venv") in findings["PostgreSQL"]
    complete = subprocess.run([clone / ".venv" / "bin" / "python", "-m", "pip", "check"], capture_output=True)
    assert complete.returncode == 0, complete.stdout

    stamp = (clone / ".venv" / "installed.json").stat().st_mtime_ns
    second = start(clone, "doctor", PIP_INDEX_URL="http://127.0.0.1:9/simple")
    assert (second.returncode, second.stderr) == (0, "")
    assert (clone / ".venv" / "installed.json").stat().st_mtime_ns == stamp

    script = subprocess.run(
        [clone / ".venv" / "bin" / "esports", "doctor", "--help"], cwd="/", capture_output=True, text=True
    )
    assert (script.returncode, script.stderr) == (0, "")

    lock = clone / "requirements.lock"
    lock.write_text(lock.read_text() + "\n")
    third = start(clone, "doctor")
    assert (third.returncode, "Installed " in third.stderr) == (0, True)


@pytest.mark.fault
def test_no_network_is_one_clear_line(clone: Path) -> None:
    nowhere = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/simple"}
    plain = {"PATH": "/usr/bin:/bin", "HOME": str(clone), **nowhere, "PIP_NO_CACHE_DIR": "1"}
    done = start(clone, "doctor", environ=plain)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == (
        "esports: No network: the packages could not be fetched. Connect, then run the same command again."
    )
    chinese = start(clone, "doctor", environ=plain, ESPORTS_LOCALE="zh-Hans")
    assert chinese.stderr.splitlines()[-1].startswith("esports: 没有网络")


@pytest.mark.fault
def test_a_changed_package_is_refused(clone: Path) -> None:
    lock = clone / "requirements.lock"
    lock.write_text("msgspec==0.22.0 \\\n    --hash=sha256:" + "0" * 64 + "\n")
    done = start(clone, "doctor", PATH="/usr/bin:/bin")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("esports: The packages could not be installed: ")


def wheel(folder: Path, name: str, version: str, needs: str = "") -> str:
    """Make a wheel of nothing but its metadata; its line in a lock."""
    about = f"{name}-{version}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: more\n"
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{about}/METADATA", metadata + (f"Requires-Dist: {needs}\n" if needs else ""))
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.mark.fault
def test_a_newer_release_of_a_locked_package_changes_nothing(clone: Path, tmp_path: Path) -> None:
    """pip would look at the newest one for a requirement with extras, find no hash for it and give up."""
    lines = [wheel(tmp_path, "asking", "1.0", "asked[more]>=1"), wheel(tmp_path, "asked", "1.0")]
    wheel(tmp_path, "asked", "2.0")
    (clone / "requirements.lock").write_text("".join(lines))
    environ = {"PATH": "/usr/bin:/bin", "PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1"}
    install = "from esports.bootstrap.install import install; install('requirements.lock')"
    done = subprocess.run(
        [BARE_PYTHON, "-c", install],
        cwd=clone,
        env={**environ, "PIP_FIND_LINKS": str(tmp_path), "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr.splitlines()[-1].startswith("Installed 2 packages")) == (0, True), (
        done.stderr
    )


@pytest.fixture
def read_only_place() -> Iterator[Path]:
    """A copy that an ordinary user may read and nobody else may write."""
    with tempfile.TemporaryDirectory() as place:
        copy(Path(place) / "clone")
        Path(place).chmod(0o755)
        (Path(place) / "clone").chmod(0o555)
        yield Path(place) / "clone"
        (Path(place) / "clone").chmod(0o755)


def test_a_read_only_folder_is_one_clear_line(read_only_place: Path) -> None:
    as_nobody = (
        "import os\n"
        "from esports.bootstrap import enter_environment\n"
        "if os.geteuid() == 0:\n    os.setuid(65534)\n"
        "enter_environment(['doctor'])\n"
    )
    done = subprocess.run(
        [BARE_PYTHON, "-c", as_nobody],
        cwd=read_only_place,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == (
        f"esports: {read_only_place} cannot be written, so nothing can be installed there: Permission denied."
    )


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_names_the_package_to_install(clone: Path, module: str) -> None:
    hidden = clone / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(f"import sys\nsys.modules[{module!r}] = None\n")
    done = start(clone, "doctor", PATH="/usr/bin:/bin", PYTHONPATH=str(hidden))
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        f"esports: Python's {module} is missing here: install it "
        f"(on Debian or Ubuntu: apt install python{version}-venv)."
    )


def test_every_early_text_has_its_chinese() -> None:
    for english, chinese in words.CHINESE.items():
        assert any("一" <= letter <= "鿿" for letter in chinese)
        assert {part.split("}")[0] for part in english.split("{")[1:]} == {
            part.split("}")[0] for part in chinese.split("{")[1:]
        }


def test_an_environment_that_has_everything_is_used_as_it_is(clone: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "esports", "doctor", "--help"], cwd=clone, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert not (clone / ".venv").exists()
