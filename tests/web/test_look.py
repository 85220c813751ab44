"""The colours of both schemes are readable, and the scripts build the page without parsing markup."""

import re
from pathlib import Path

import pytest

from esports.web import assets

CSS = (assets.FOLDER / "base.css").read_text(encoding="utf-8")
SCRIPTS = sorted(assets.FOLDER.glob("*.js"))
ON = ("bg", "surface", "raised")
TEXTS = ("text", "muted", "link", "live", "good", "bad", "gold")
ENOUGH = 4.5
"""What WCAG 2 asks of small text at level AA."""


def tokens(scheme: str) -> dict[str, str]:
    """The colours of a scheme by name."""
    light, _, dark = CSS.partition("prefers-color-scheme: dark")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return found if scheme == "light" else {**found, **dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))}


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_defined() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_can_be_read(scheme: str) -> None:
    colours = tokens(scheme)
    pairs = [(text, ground) for text in TEXTS for ground in ON] + [
        ("accent-ink", "accent"),
        ("gold", "gold-fill"),
    ]
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: round(value, 2) for pair, value in weak.items() if value < ENOUGH} == {}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_take_text_as_text(script: Path) -> None:
    source = script.read_text(encoding="utf-8")
    for forbidden in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
    ):
        assert forbidden not in source
    assert not re.search(r"""["'`]https?://(?!www\.w3\.org/2000/svg)""", source)


@pytest.mark.parametrize("style", sorted(assets.FOLDER.glob("*.css")), ids=lambda path: path.name)
def test_styles_load_nothing_from_elsewhere(style: Path) -> None:
    assert not re.search(r"url\(|@import|https?:", style.read_text(encoding="utf-8"))
