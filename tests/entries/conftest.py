"""The organiser's desk, and the same by a clock that only the test moves."""

from tests.drafts.conftest import hall
from tests.support.desk import desk

__all__ = ["desk", "hall"]
