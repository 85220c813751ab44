"""The organiser's desk, and the post."""

from tests.support.desk import desk
from tests.support.post import post

__all__ = ["desk", "post"]
