"""`esports up`: the whole of it, killed in every way, refused in every way, and stopped in order."""

import http.client
import json
import os
import re
import signal
import socket
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from esports.embedded.folder import running
from esports.embedded.process import wait_until
from tests.cli.running import Up, children, environ, esports, two_free_ports

ROLES = {"postgres", "valkey-server", "serve", "live", "work"}


def answers(port: int) -> bool:
    """Whether the API there is ready."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def sign_in(port: int, email: str, password: str) -> int:
    """The status of a sign-in."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    body = json.dumps({"email": email, "password": password})
    connection.request("POST", "/api/v1/session", body, {"Content-Type": "application/json"})
    status = connection.getresponse().status
    connection.close()
    return status


async def remember(url: str, word: str) -> None:
    """Keep a word in the database."""
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE IF NOT EXISTS words (word text)")
    await connection.execute("INSERT INTO words VALUES ($1)", word)
    await connection.close()


async def remembered(url: str) -> list[str]:
    """All words in the database."""
    connection = await asyncpg.connect(url)
    rows = await connection.fetch("SELECT word FROM words ORDER BY word")
    await connection.close()
    return [row["word"] for row in rows]


def noted(data: Path) -> dict[str, str]:
    """What `up` noted about itself."""
    told = running(data)
    assert told
    return told


@pytest.mark.fault
async def test_an_installation_lives_through_kills_and_starts(tmp_path: Path) -> None:
    data, port = tmp_path / "data", two_free_ports()
    place = ("up", "--data", str(data), "--port", str(port))

    with Up(*place) as up:
        up.read_until("Ctrl-C stops everything")
        assert f"http://127.0.0.1:{port}" in up.text
        password = up.read_until(r"password \(shown this once\): (\S+)").group(1)
        assert sign_in(port, "operator@localhost", password) in (200, 201)
        await remember(noted(data)["database_url"], "first")

        second = esports(*place[:3], "--port", str(two_free_ports()))
        assert (second.returncode, second.stdout) == (1, "")
        assert second.stderr == f"esports: Already running in {data}: http://127.0.0.1:{port}\n"

        address = noted(data)["database_url"]
        for name in sorted(ROLES):
            before = children(up.process.pid)
            assert set(before) >= ROLES
            os.kill(before[name], signal.SIGKILL)
            assert wait_until(lambda: children(up.process.pid).get(name, before[name]) != before[name], 30)  # noqa: B023
            assert wait_until(lambda: answers(port), 30), name
            assert wait_until(lambda: set(children(up.process.pid)) >= ROLES, 30)
        assert noted(data)["database_url"] == address
        assert await remembered(address) == ["first"]

        left = children(up.process.pid)
        up.process.kill()
        up.process.wait()
        assert wait_until(lambda: not any(alive(pid) for pid in left.values()), 60)

    with Up(*place) as up:
        up.read_until("Ctrl-C stops everything")
        assert "password" not in up.text
        assert sign_in(port, "operator@localhost", password) in (200, 201)
        assert await remembered(noted(data)["database_url"]) == ["first"]
        left = children(up.process.pid)
        assert up.end(signal.SIGTERM) == 0
        assert up.text.rstrip().endswith("Stopped.")
        assert not any(alive(pid) for pid in left.values())
        assert running(data) is None

    told = (data / "logs" / "postgresql.log").read_text()
    assert told.rstrip().splitlines()[-1].endswith("database system is shut down")


def alive(pid: int) -> bool:
    """Whether the process runs; one that only waits to be reaped does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.fault
def test_named_servers_are_used_and_nothing_is_embedded(
    fresh_postgres_url: str, redis_url: str, redis_prefix: str, tmp_path: Path
) -> None:
    port = two_free_ports()
    env = environ(
        ESPORTS_DATABASE_URL=fresh_postgres_url,
        ESPORTS_REDIS_URL=redis_url,
        ESPORTS_REDIS_PREFIX=redis_prefix,
        ESPORTS_OPERATOR_EMAIL="mei@example.org",
        ESPORTS_OPERATOR_PASSWORD="correct horse battery",
        ESPORTS_LOCALE="zh-Hans",
    )
    with Up("up", "--data", str(tmp_path / "data"), "--port", str(port), env=env) as up:
        up.read_until(f"http://127.0.0.1:{port}[^/]*\n[^$]*Ctrl-C")
        assert wait_until(lambda: set(children(up.process.pid)) & ROLES == {"serve", "live", "work"}, 30)
        assert "correct horse" not in up.text
        assert re.search("[一-鿿]", up.text)
        assert sign_in(port, "mei@example.org", "correct horse battery") in (200, 201)
        assert up.end() == 0
    assert not (tmp_path / "data" / "pg18").exists()


@pytest.mark.parametrize("taken", [0, 1], ids=["pages", "live"])
def test_a_port_in_use_is_one_clear_line(taken: int, tmp_path: Path) -> None:
    port = two_free_ports()
    with socket.create_server(("127.0.0.1", port + taken)):
        done = esports("up", "--data", str(tmp_path / "data"), "--port", str(port))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"esports: Port {port + taken} on 127.0.0.1 cannot be used: ")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "data").exists()


def test_a_data_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = esports("up", "--data", str(tmp_path / "file" / "data"), "--port", str(two_free_ports()))
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be written: Not a directory" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"path": "/nowhere"}, 'database "nowhere" does not exist'),
        ({"netloc": "esports:wrong@127.0.0.1:1"}, "Connect call failed"),
    ],
    ids=["no such database", "nobody there"],
)
def test_a_wrong_database_is_one_clear_line(
    change: dict[str, str], words: str, postgres_url: str, redis_url: str, tmp_path: Path
) -> None:
    url = str(urlsplit(postgres_url)._replace(**change).geturl())
    env = environ(ESPORTS_DATABASE_URL=url, ESPORTS_REDIS_URL=redis_url)
    port = str(two_free_ports())
    done = esports("up", "--data", str(tmp_path / "data"), "--port", port, env=env)
    assert (done.returncode, done.stdout) == (1, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert "esports:" in done.stderr
    assert urlsplit(postgres_url).password not in done.stderr


def test_a_redis_that_does_not_answer_is_one_clear_line(fresh_postgres_url: str, tmp_path: Path) -> None:
    env = environ(ESPORTS_DATABASE_URL=fresh_postgres_url, ESPORTS_REDIS_URL="redis://127.0.0.1:1/0")
    port = str(two_free_ports())
    done = esports("up", "--data", str(tmp_path / "data"), "--port", port, env=env)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("esports: Redis cannot be used: ")
    assert done.stderr.count("\n") == 1
