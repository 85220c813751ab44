"""What every table shares: one metadata, names for constraints, and the usual columns."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, DateTime, ForeignKey, MetaData, Text, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key(name: str = "id") -> Column[UUID]:
    """The primary key: a UUIDv7 made by the service."""
    return Column(name, Uuid, primary_key=True)


def refers(name: str, target: str, *, nullable: bool = False, index: bool = False) -> Column[UUID]:
    """A foreign key. Rows go with the row that they refer to; where they need not refer, they stay."""
    gone = "SET NULL" if nullable else "CASCADE"
    return Column(name, Uuid, ForeignKey(target, ondelete=gone), nullable=nullable, index=index)


def moment(name: str, *, nullable: bool = False) -> Column[datetime]:
    """A point in time, with its zone."""
    return Column(name, DateTime(timezone=True), nullable=nullable)


def created() -> Column[datetime]:
    """When the row came to be, by the database's clock: for housekeeping, never for a rule."""
    return Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now())


def text(
    name: str, *, nullable: bool = False, unique: bool = False, default: str | None = None
) -> Column[str]:
    """Free text; the bounds are the wire structs'."""
    return Column(name, Text, nullable=nullable, unique=unique, server_default=default)


def document(name: str, *, nullable: bool = False) -> Column[Any]:
    """A JSON value."""
    return Column(name, JSONB(none_as_null=True), nullable=nullable)
