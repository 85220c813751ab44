"""Properties tried a few times, and the same each time: `-p tests.support.brief`.

For runs that ask which lines tests reach, or whether tests notice a change, and not whether a law holds.
"""

from typing import Any

from hypothesis import HealthCheck, Phase, settings

MOST = 10
"""Examples of a property."""


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Settle how each property is tried."""
    shorten(items, MOST)


def shorten(items: list[Any], most: int) -> None:
    """Let each property among the tests be tried `most` times at most, always with the same examples."""
    for item in items:
        test: Any = getattr(item, "obj", None)
        if hasattr(test, "hypothesis"):
            given = getattr(test, "_hypothesis_internal_use_settings", settings())
            test._hypothesis_internal_use_settings = settings(
                max_examples=min(most, given.max_examples), deadline=None, database=None,
                derandomize=True, phases=[Phase.explicit, Phase.generate],
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
