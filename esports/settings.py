"""Settings: one frozen struct, read from the environment once, with the unit in each name."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from esports.errors import SettingsError

PREFIX = "ESPORTS_"
OPENABLE_CHATS = frozenset(
    {"bark", "barks", "gotify", "gotifys", "json", "jsons", "mmost", "mmosts", "ntfy", "ntfys"}
)
"""Services that call by HTTP alone, to a host of their owners' choice."""
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a process may be told from outside. Secrets may also come by file: `ESPORTS_X_FILE`."""

    database_url: str = ""
    redis_url: str = ""
    redis_prefix: str = "esports"
    host: str = "127.0.0.1"
    port: int = 8000
    live_host: str = "127.0.0.1"
    live_port: int = 8001
    public_url: str = ""
    """Address that people type; empty: the host and port that the request came to."""
    live_url: str = ""
    """Address of the live socket for browsers; empty: the page's host with `live_port`."""
    live_share_port: bool = False
    """Whether several gateways of one machine listen on the same port, and the kernel deals out who comes."""
    live_window_ms: int = 20
    """Deltas for everybody are bunched in such windows; the first one after a quiet while is not delayed."""
    locale: str = "en"
    mail_from: str = "Esports Week <noreply@localhost>"
    smtp_url: str = ""
    """`smtp://user:password@host:port`; empty: mails are written as files to `mail_dir`."""
    mail_dir: str = "mail"
    mails_per_second: Annotated[float, msgspec.Meta(gt=0)] = 45
    """How many notices a worker hands to the mail server at most, in the long run: 2,000 people have theirs
    within a minute, and who uses the product meanwhile does not feel it. A provider may want less.
    """
    worker_niceness: Annotated[int, msgspec.Meta(ge=0, le=19)] = 5
    """By how much workers stand back for the processes that people wait for; 0: not at all."""
    log_level: str = "info"
    log_format: str = "json"
    database_pool_size: int = 8
    statement_timeout_ms: int = 5_000
    lock_timeout_ms: int = 3_000
    idle_in_transaction_timeout_ms: int = 10_000
    body_limit_bytes: int = 65_536
    import_limit_bytes: int = 8_388_608
    shutdown_grace_seconds: int = 20
    session_days: int = 14
    require_verified_email: bool = False
    """Whether people must have confirmed their mail address before they enter a tournament."""
    require_second_factor: bool = False
    """Whether owners, operators, referees and site admins need a second factor for what their role allows."""
    oidc_issuer: str = ""
    """Address of an OpenID provider by which people may sign in; empty: there is none."""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    """Empty for a client without one."""
    oidc_label: str = "OpenID"
    """What people call the provider."""
    webhooks_anywhere: bool = False
    """Whether webhooks may go to any address by plain HTTP: for tests, and for networks of their own."""
    chat_services: str = ""
    """Services of one's own that chat groups may be at besides those of the list: `gotifys mmosts`."""
    trusted_proxies: int = 0
    """How many proxies stand in front: that many hops of `X-Forwarded-For` are believed."""

    @property
    def behind_tls(self) -> bool:
        """Whether people reach the product by HTTPS, which decides the cookie's name and flags."""
        return self.public_url.startswith("https://")

    @property
    def opened_chats(self) -> frozenset[str]:
        """The schemes of `chat_services`."""
        return frozenset(self.chat_services.replace(",", " ").split())

    @property
    def session_cookie(self) -> str:
        """The cookie of a browser's session. Behind TLS its prefix makes browsers hold it to this host."""
        return "__Host-esports_session" if self.behind_tls else "esports_session"

    @property
    def oidc_cookie(self) -> str:
        """The cookie of a browser that is signing in by the OpenID provider."""
        return "__Host-esports_oidc" if self.behind_tls else "esports_oidc"

    @property
    def sqlalchemy_url(self) -> str:
        """The database address as SQLAlchemy wants it, with the asyncpg driver."""
        return self.database_url.replace("postgres://", "postgresql://", 1).replace(
            "postgresql://", "postgresql+asyncpg://", 1
        )


def load(environ: Mapping[str, str]) -> Settings:
    """Read the settings from `environ`.

    Raises:
        SettingsError: a value that does not fit, or a secret's file that cannot be read.
    """
    values: dict[str, str] = {}
    for field in msgspec.structs.fields(Settings):
        name = PREFIX + field.name.upper()
        if name in environ:
            values[field.name] = environ[name]
        elif f"{name}_FILE" in environ:
            values[field.name] = _read_secret(f"{name}_FILE", environ[f"{name}_FILE"])
    try:
        settings = msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise SettingsError(f"A setting does not fit: {error}".replace("$.", PREFIX)) from error
    if settings.database_url and not settings.database_url.startswith(("postgres://", "postgresql://")):
        raise SettingsError("ESPORTS_DATABASE_URL must start with postgresql://")
    if settings.redis_url and not settings.redis_url.startswith(("redis://", "rediss://", "unix://")):
        raise SettingsError("ESPORTS_REDIS_URL must start with redis://, rediss:// or unix://")
    if not settings.opened_chats <= OPENABLE_CHATS:
        raise SettingsError("ESPORTS_CHAT_SERVICES may name {names}", names=", ".join(sorted(OPENABLE_CHATS)))
    if settings.oidc_issuer:
        _check_oidc(settings)
    return settings


def _check_oidc(settings: Settings) -> None:
    parts = urlsplit(settings.oidc_issuer)
    if not parts.hostname or not (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    ):
        raise SettingsError("ESPORTS_OIDC_ISSUER must start with https://")
    for name in ("oidc_client_id", "public_url"):
        if not getattr(settings, name):
            raise SettingsError("ESPORTS_OIDC_ISSUER needs {name}", name=PREFIX + name.upper())


def _read_secret(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"{name}: cannot read {path}: {error.strerror}") from error
