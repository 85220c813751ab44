"""The organiser's desk, and a hall with a clock of its own."""

from tests.drafts.conftest import hall
from tests.support.desk import desk

__all__ = ["desk", "hall"]
