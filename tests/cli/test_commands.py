"""Help everywhere, both languages, and the exit statuses 0, 1 and 2."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from esports.cli import main
from tests.cli.running import ROOT, environ, esports

COMMANDS = (
    *(("up",), ("demo",), ("serve",), ("live",), ("work",), ("migrate",)),
    *(("operator",), ("operator", "add"), ("doctor",), ("test",)),
)


@pytest.mark.parametrize("command", [(), *COMMANDS], ids=" ".join)
def test_help_everywhere_in_both_languages(
    command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    english = esports(*command, "--help")
    assert english.returncode == 0
    assert english.stdout.isascii()
    monkeypatch.setenv("ESPORTS_LOCALE", "zh-Hans")
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    assert ended.value.code == 0
    assert any("一" <= letter <= "鿿" for letter in capsys.readouterr().out)


@pytest.mark.parametrize(
    "arguments",
    [(), ("nonsense",), ("up", "--port", "0"), ("up", "--port", "65535"), ("up", "extra"), ("operator",)],
    ids=" ".join,
)
def test_wrong_use_is_status_2(arguments: tuple[str, ...]) -> None:
    done = esports(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "usage: esports" in done.stderr


@pytest.mark.parametrize(
    "command", [("migrate",), ("serve",), ("live",), ("work",), ("operator", "add", "a@b")]
)
def test_no_database_is_one_clear_line(command: tuple[str, ...], tmp_path: Path) -> None:
    done = esports(*command, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "esports: No database is named: set ESPORTS_DATABASE_URL, or start everything by `esports up`.\n"
    )


@pytest.mark.parametrize("command", ["serve", "live", "work"])
def test_no_redis_is_one_clear_line(command: str, tmp_path: Path) -> None:
    env = environ(ESPORTS_DATABASE_URL="postgresql://esports@127.0.0.1:1/esports")
    done = esports(command, env=env, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "esports: No Redis is named: set ESPORTS_REDIS_URL, or start everything by `esports up`.\n"
    )


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("ESPORTS_DATABASE_URL", "mysql://x", "ESPORTS_DATABASE_URL must start with postgresql://"),
        ("ESPORTS_REDIS_URL", "http://x", "ESPORTS_REDIS_URL must start with"),
        ("ESPORTS_DATABASE_URL_FILE", "/nowhere/at/all", "cannot read /nowhere/at/all"),
        ("ESPORTS_DATABASE_URL", "postgresql://esports@127.0.0.1:1/esports", "cannot be used: "),
    ],
)
def test_a_wrong_setting_is_one_clear_line(setting: str, value: str, words: str, tmp_path: Path) -> None:
    done = esports("migrate", env=environ(**{setting: value}), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_errors_are_in_chinese_too(tmp_path: Path) -> None:
    done = esports("migrate", env=environ(LANG="zh_CN.UTF-8"), cwd=tmp_path)
    assert "没有指定数据库" in done.stderr


def test_doctor_finds_what_is_wrong_and_what_is_not(tmp_path: Path) -> None:
    well = esports("doctor", "--json", cwd=tmp_path)
    findings = {found["name"]: found for found in json.loads(well.stdout)["findings"]}
    assert findings["PostgreSQL"]["ok"]
    assert findings["Valkey"]["ok"]
    ill = esports(
        "doctor", env=environ(ESPORTS_DATABASE_URL="postgresql://esports@127.0.0.1:1/esports"), cwd=tmp_path
    )
    assert ill.returncode == 1
    assert "!!  database:" in ill.stdout


def test_the_script_of_the_environment_is_the_same_command() -> None:
    code = "import sys; from esports.cli import main; sys.exit(main(['doctor', '--help']))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environ(), cwd=ROOT
    )
    assert done.stdout == esports("doctor", "--help").stdout.replace("__main__.py", "esports")


def test_a_command_starts_without_the_heavy_libraries() -> None:
    code = (
        "import sys\nfrom esports.cli import parsing, COMMANDS\nparsing.parse(COMMANDS, ['doctor'])\n"
        "print({'litestar', 'sqlalchemy', 'alembic', 'uvicorn', 'arq'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environ(), cwd=ROOT
    )
    assert done.stdout == "set()\n", done.stderr
