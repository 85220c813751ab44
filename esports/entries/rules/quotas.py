"""How many entries a delegation, region or club may have: counted once, then as entries come in."""

from collections import Counter
from collections.abc import Iterable, Iterator

from esports.entries.rules.eligibility import MISSING, fold
from esports.entries.rules.wire import Quota
from esports.errors import FieldError
from esports.i18n import N_

FIELDS = ("delegation", "region", "club")
FULL = {
    "delegation": N_("{value} has all of the {count} entries that a delegation may have."),
    "region": N_("{value} has all of the {count} entries that a region may have."),
    "club": N_("{value} has all of the {count} entries that a club may have."),
}


class Held:
    """What is taken of the quotas. It means something under the tournament's lock alone."""

    def __init__(self, rows: Iterable[tuple[str | None, str | None, str | None, int]] = ()) -> None:
        self._counts: dict[str, Counter[str]] = {field: Counter() for field in FIELDS}
        for *values, count in rows:
            for field, value in zip(FIELDS, values, strict=True):
                if isinstance(value, str):
                    self._counts[field][fold(value)] += count

    def faults(self, entry: object, quota: Quota) -> Iterator[FieldError]:
        """Why one more entry like this is too many; who must be counted must say whom they are of."""
        for field in FIELDS:
            most: int | None = getattr(quota, field)
            value: str | None = getattr(entry, field)
            if most is None:
                continue
            if value is None:
                yield FieldError(f"/{field}", f"{field}_missing", MISSING[field])
            elif self._counts[field][fold(value)] >= most:
                told = {"value": value, "count": most}
                yield FieldError(f"/{field}", f"quota_{field}_full", FULL[field], told)

    def take(self, entry: object) -> None:
        """Count an entry that came in."""
        for field in FIELDS:
            value = getattr(entry, field)
            if value is not None:
                self._counts[field][fold(value)] += 1
