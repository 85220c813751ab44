"""Where a text stands in the database: every column of every table, bytes too."""

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
HOLDS = "bool_or(position(:plain{at} IN line) > 0 OR position(:bytes{at} IN line) > 0)"


async def found(engine: AsyncEngine, markers: Iterable[str]) -> set[tuple[str, str]]:
    """Pairs of a marker and the table in which it stands, as text, inside JSON or as bytes."""
    wanted = list(markers)
    told = {f"plain{at}": marker for at, marker in enumerate(wanted)}
    told |= {f"bytes{at}": marker.encode().hex() for at, marker in enumerate(wanted)}
    columns = ", ".join(HOLDS.format(at=at) for at in range(len(wanted)))
    places = set()
    async with engine.connect() as connection:
        for table in (await connection.execute(text(TABLES))).scalars().all():
            lines = f'(SELECT one::text AS line FROM "{table}" AS one) AS lines'
            row = (await connection.execute(text(f"SELECT {columns} FROM {lines}"), told)).one()
            places |= {(marker, table) for marker, holds in zip(wanted, row, strict=True) if holds}
    return places
