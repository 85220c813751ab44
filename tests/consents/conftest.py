"""The organiser's desk, and the post that goes to guardians."""

from tests.support.desk import desk
from tests.support.post import post

__all__ = ["desk", "post"]
