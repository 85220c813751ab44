"""The settings of a command: the environment's, completed by what `esports up` runs on this machine."""

import os
import socket
from pathlib import Path

import msgspec

from esports.embedded.folder import running
from esports.errors import SettingsError
from esports.settings import Settings, load

DEFAULT_DATA = Path(".esports")


def settings(data: Path = DEFAULT_DATA, *, with_redis: bool = False) -> Settings:
    """The settings, with the servers that run in the data folder where the environment names none.

    Raises:
        SettingsError: no database (or, where it is needed, no Redis) is named and none runs there.
    """
    chosen = load(os.environ)
    noted = running(data) or {}
    chosen = msgspec.structs.replace(
        chosen,
        database_url=chosen.database_url or noted.get("database_url", ""),
        redis_url=chosen.redis_url or noted.get("redis_url", ""),
    )
    if not chosen.database_url:
        raise SettingsError(
            "No database is named: set ESPORTS_DATABASE_URL, or start everything by `esports up`."
        )
    if with_redis and not chosen.redis_url:
        raise SettingsError("No Redis is named: set ESPORTS_REDIS_URL, or start everything by `esports up`.")
    return chosen


def refuse_taken_port(host: str, port: int) -> None:
    """Raise a clear error where that address cannot be listened on."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise SettingsError(
            "Port {port} on {host} cannot be used: {reason}. Choose another by --port, "
            "ESPORTS_PORT or ESPORTS_LIVE_PORT.",
            port=port,
            host=host,
            reason=error.strerror,
        ) from error
