"""What the engine finds in the plan of a season, told of the plan of one tournament that was sent."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from esports.engine.errors import Finding
from esports.errors import FieldError
from esports.honours.season import HIDDEN, worded
from esports.honours.wire import Link, Reason


class Places:
    """From places in the season's plan to those in what was sent."""

    def __init__(
        self,
        order: list[UUID],
        target: UUID,
        others: Sequence[Link],
        links: Sequence[Link],
        names: Mapping[str, str],
    ) -> None:
        self._order, self._target, self._others, self._links = order, target, others, links
        self._names = names

    def told(self, finding: Finding) -> FieldError:
        """The finding as a wrong field; what lies in the plan of another tournament has none."""
        params = dict(worded(Reason(text=finding.detail, params=finding.params), self._names).params)
        if "other" in finding.params:
            params["other"] = self._field(str(finding.params["other"])) or self._owner(finding)
        return FieldError(self._field(finding.pointer) or "", finding.code, finding.detail, params)

    def _field(self, pointer: str) -> str | None:
        kind, _, rest = pointer[1:].partition("/")
        number, _, inside = rest.partition("/")
        if not number:
            return None
        if kind == "qualifications":
            own = int(number) - len(self._others)
            return None if own < 0 else f"/sources/{own}/{inside}"
        tournament = self._order[int(number)]
        if tournament == self._target:
            return f"/{inside}" if inside else "/sources"
        own_source = [place for place, link in enumerate(self._links) if link.source == tournament]
        return f"/sources/{own_source[0]}/places" if own_source else None

    def _owner(self, finding: Finding) -> str:
        _, kind, number, *_ = str(finding.params["other"]).split("/")
        if kind != "qualifications":
            return HIDDEN
        return self._names.get(str(self._others[int(number)].target), HIDDEN)
