"""Looking at a running event by the clock: what is late tells nobody of itself.

A look leads to the next one, for as long as something is played. All looks of an event are due at the same
moments and known by them, so that however many are asked for, each moment has one.
"""

from datetime import UTC, datetime
from uuid import UUID

from esports.jobs import WatchEvent
from esports.uow import UnitOfWork

EVERY_SECONDS = 120


def watch(unit: UnitOfWork, event_id: UUID) -> None:
    """Have the event looked at, at the next of these moments."""
    at = (unit.now.timestamp() // EVERY_SECONDS + 1) * EVERY_SECONDS
    key = f"watch:{event_id}:{at:.0f}"
    unit.enqueue(WatchEvent(event_id), due_at=datetime.fromtimestamp(at, UTC), dedupe_key=key)
