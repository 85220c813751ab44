"""What the process that makes a PDF anew tells whoever started it."""

from enum import IntEnum

MOST_PAGES = 20


class Outcome(IntEnum):
    """How the process ended; one that its limits stopped has another number."""

    made = 0
    damaged = 3
    locked = 4
    too_long = 5
