"""How a conflict is said."""

from typing import NamedTuple


class Conflict(NamedTuple):
    """Demands that no plan meets together.

    `code` is stable; `detail` an English message with `{name}` places that `params` fills: ids as text,
    times and lengths as whole minutes. `matches` are those that conflict, in the model's order or that of a
    path; without any one of them the others would not (one match conflicts with a rule or a resource).
    """

    code: str
    detail: str
    matches: tuple[str, ...]
    params: dict[str, str | int]

    def __str__(self) -> str:
        return self.detail.format_map({"matches": ", ".join(self.matches), **self.params})
