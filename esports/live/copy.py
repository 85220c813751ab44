"""A client's copy of one topic: takes the server's messages, merges patches, and notices what is missing."""

from enum import StrEnum
from typing import Any

from esports.journal.views import merge
from esports.live.messages import Delta, Skip, Snapshot


class Verdict(StrEnum):
    """What a message meant to the copy."""

    whole = "whole"
    """The view was replaced."""
    changed = "changed"
    """The view went on by one commit."""
    passed = "passed"
    """Only the number went on."""
    repeat = "repeat"
    """Known already; nothing was done."""
    gap = "gap"
    """Something is missing before it; nothing was done. Follow again from where the copy stands."""
    misfit = "misfit"
    """It does not fit the view. Follow again from the beginning."""


class Copy:
    """One topic as far as this client knows it.

    Attributes:
        epoch: the journal's identity; None before the first snapshot.
        seq: the last number that the view includes.
        view: the document.
    """

    def __init__(self, topic: str) -> None:
        self.topic = topic
        self.epoch: str | None = None
        self.seq = 0
        self.view: Any = None

    def take(self, message: Snapshot | Delta | Skip) -> Verdict:
        """Bring the copy on by one message."""
        if isinstance(message, Snapshot):
            self.epoch, self.seq, self.view = message.epoch, message.seq, message.view
            return Verdict.whole
        if message.to <= self.seq:
            return Verdict.repeat
        if self.epoch is None or message.first != self.seq + 1:
            return Verdict.gap
        if isinstance(message, Delta):
            try:
                self.view = merge(self.view, [change for item in message.items for change in item.patch])
            except ValueError:
                self.epoch = None
                return Verdict.misfit
        self.seq = message.to
        return Verdict.changed if isinstance(message, Delta) else Verdict.passed
