"""Bring a database to the newest schema, from the repository or from an installed package."""

from pathlib import Path

from alembic import command
from alembic.config import Config


def configuration(url: str) -> Config:
    """Alembic's settings for the database at `url`."""
    beside = Path(__file__).parents[1] / "_migrations"
    script = beside if beside.is_dir() else Path(__file__).parents[2] / "migrations"
    config = Config()
    config.set_main_option("script_location", str(script).replace("%", "%%"))
    config.attributes["url"] = url
    return config


def upgrade(url: str) -> None:
    """Run every migration that is missing. Starts an event loop of its own: call it outside of one."""
    command.upgrade(configuration(url), "head")


def check(url: str) -> None:
    """Raise if the tables in the code differ from the migrated database."""
    command.check(configuration(url))
