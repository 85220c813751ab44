"""docker-compose.yml: the roles are the product's own subcommands, on secrets, checks and drains."""

import re
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from esports.embedded.process import wait_until
from esports.settings import PREFIX, Settings
from tests.cli.running import ROOT, Up, environ, esports, two_free_ports

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
ROLES = {name: service for name, service in SERVICES.items() if "build" in service}
KNOWN_KEYS = {
    *("image", "build", "command", "environment", "secrets", "volumes", "read_only", "tmpfs", "cap_drop"),
    *("security_opt", "init", "restart", "stop_grace_period", "stop_signal", "depends_on", "ports"),
    *("healthcheck", "shm_size", "cpu_shares"),
}
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}


def seconds(text: str) -> int:
    """A compose duration in seconds."""
    found = re.fullmatch(r"(\d+)(s|m)", text)
    assert found, text
    return int(found[1]) * (60 if found[2] == "m" else 1)


def test_the_parts_are_there() -> None:
    assert set(SERVICES) == {"postgres", "valkey", "migrate", "api", "live", "worker"}
    assert SERVICES["postgres"]["image"] == "postgres:18"
    assert SERVICES["valkey"]["image"] == "valkey/valkey:9"
    assert set(COMPOSE) <= {"name", "services", "volumes", "secrets", "x-role"}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_of_the_compose_schema(name: str) -> None:
    service = SERVICES[name]
    assert set(service) <= KNOWN_KEYS
    assert "image" in service
    for other, wish in service.get("depends_on", {}).items():
        assert other in SERVICES
        assert wish["condition"] in CONDITIONS
        if wish["condition"] == "service_healthy":
            assert "healthcheck" in SERVICES[other]
    assert set(service.get("secrets", ())) <= set(COMPOSE["secrets"])
    named = {mount.split(":")[0] for mount in service.get("volumes", ())}
    assert named <= set(COMPOSE["volumes"])
    check = service.get("healthcheck")
    if check:
        assert check["test"][0] in ("CMD", "CMD-SHELL")
        assert seconds(check["timeout"]) <= seconds(check["interval"])
    assert seconds(service["stop_grace_period"]) > 0


def test_only_the_two_doors_are_published_and_by_default_to_this_machine_alone() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {
        "api": ["${ESPORTS_BIND:-127.0.0.1}:8000:8000"],
        "live": ["${ESPORTS_BIND:-127.0.0.1}:8001:8001"],
    }


def test_no_secret_stands_in_the_file() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if any(word in name for word in ("PASSWORD", "DATABASE_URL", "REDIS_URL")):
                assert name.endswith("_FILE")
                assert Path(value).parent == Path("/run/secrets")
                assert Path(value).name in service["secrets"]


@pytest.mark.parametrize("name", ROLES)
def test_a_role_runs_a_subcommand_of_the_one_image(name: str) -> None:
    role = ROLES[name]
    assert role["build"] == ROLES["api"]["build"]
    assert esports(*role["command"], "--help").returncode == 0
    fields = {PREFIX + field.name.upper() for field in msgspec.structs.fields(Settings)}
    assert {key.removesuffix("_FILE") for key in role["environment"]} <= fields
    assert seconds(role["stop_grace_period"]) > Settings().shutdown_grace_seconds


def test_the_image_holds_what_the_roles_need_and_runs_as_nobody_in_particular() -> None:
    lines = ROLES["api"]["build"]["dockerfile_inline"].splitlines()
    copied = {source for line in lines if line.startswith("COPY ") for source in line.split()[1:-1]}
    assert copied >= {"requirements.lock", "esports", "workers", "migrations"}
    assert all((ROOT / source).exists() for source in copied)
    assert any("--no-deps --require-hashes" in line for line in lines)
    assert 'ENTRYPOINT ["python", "-m", "esports"]' in lines
    assert any(line.startswith("USER 10001") for line in lines)


@pytest.mark.fault
def test_the_roles_run_as_the_file_says_on_secrets_from_files(
    empty_postgres_url: str, redis_url: str, redis_prefix: str, tmp_path: Path
) -> None:
    (tmp_path / "database_url").write_text(f"{empty_postgres_url}\n")
    (tmp_path / "redis_url").write_text(f"{redis_url}\n")
    port = two_free_ports()
    env = environ(
        ESPORTS_DATABASE_URL_FILE=str(tmp_path / "database_url"),
        ESPORTS_REDIS_URL_FILE=str(tmp_path / "redis_url"),
        ESPORTS_REDIS_PREFIX=redis_prefix,
        ESPORTS_MAIL_DIR=str(tmp_path / "mail"),
        ESPORTS_PORT=str(port),
        ESPORTS_LIVE_PORT=str(port + 1),
    )
    assert esports(*SERVICES["migrate"]["command"], env=env).returncode == 0
    with ExitStack() as running:
        started = {
            name: running.enter_context(Up(*SERVICES[name]["command"], env=env))
            for name in ("worker", "api", "live")
        }
        for name in started:
            check = SERVICES[name]["healthcheck"]["test"]
            assert check[:3] == ["CMD", "python", "-c"]
            assert wait_until(lambda code=check[3]: healthy(code, env), 60), name
        ends = {name: one.end(signal.SIGTERM) for name, one in started.items()}
        assert set(ends.values()) <= {0, -signal.SIGTERM}, ends


def healthy(code: str, env: dict[str, str]) -> bool:
    """Whether the health check of a service, run as it stands in the file, is content."""
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True).returncode == 0
