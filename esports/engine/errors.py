"""The one error of the engine: a refusal with a stable code, and with findings where there are several."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One of several things that are wrong with an input; the fields are those of `EngineError`."""

    pointer: str
    code: str
    detail: str
    params: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.detail.format_map(self.params)


class EngineError(Exception):
    """A value breaks a rule.

    `code` is snake_case and stable. `pointer` is a JSON pointer to the wrong field of the input
    (`/options/legs`), or empty where no single field is wrong. `detail` is an English message with
    `{name}` places that `params` fills; it is the key of its translation. `findings` are all that is
    wrong with a large input, in reading order; empty where the error itself says it.
    """

    def __init__(
        self,
        code: str,
        pointer: str,
        detail: str,
        params: Mapping[str, object] | None = None,
        findings: Sequence[Finding] = (),
    ) -> None:
        super().__init__(code)
        self.code = code
        self.pointer = pointer
        self.detail = detail
        self.params = dict(params or {})
        self.findings = tuple(findings)

    def __str__(self) -> str:
        return self.detail.format_map(self.params)
