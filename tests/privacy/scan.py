"""Where a text stands in the database: every column of every table, bytes too."""

from collections.abc import Iterable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"


async def found(engine: AsyncEngine, markers: Iterable[str]) -> set[tuple[str, str]]:
    """Pairs of a marker and the table in which it stands, as text, inside JSON or as bytes."""
    places = set()
    wanted = list(markers)
    async with engine.connect() as connection:
        for table in (await connection.execute(text(TABLES))).scalars().all():
            for marker in wanted:
                query = text(
                    f'SELECT EXISTS (SELECT 1 FROM "{table}" AS one WHERE position(:plain IN one::text) > 0 '
                    "OR position(:bytes IN one::text) > 0)"
                )
                told = {"plain": marker, "bytes": marker.encode().hex()}
                if (await connection.execute(query, told)).scalar_one():
                    places.add((marker, table))
    return places
