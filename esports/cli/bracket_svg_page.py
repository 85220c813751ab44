"""What every drawing of a stage has: its page, its title, its style, and names that stay in their boxes."""

from collections.abc import Iterator
from html import escape

from esports.cli.bracket_columns import width
from esports.cli.bracket_stage import Played
from esports.cli.words import say

BOX_WIDTH, COLUMN = 220, 270
MARGIN, HEADER = 20, 36
WIDEST_NAME = 24

STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#1a1f2b}.id{font-size:10px;fill:#5a6478}"
    ".won{font-weight:700}.box{fill:#fff;stroke:#8a94a8}.line{fill:none;stroke:#8a94a8}"
    ".page{fill:#f4f6fa}"
)


def head(stage: Played, right: float, bottom: float) -> Iterator[str]:
    """The beginning of a standalone SVG document whose content reaches so far to the right and down."""
    title = say("{format}, {n} entries", format=stage.structure.format, n=stage.structure.size)
    wide, high = right + MARGIN, bottom + MARGIN
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" '
        f'height="{high:g}" role="img">'
    )
    yield f"<title>{escape(title)}</title><style>{STYLE}</style>"
    yield f'<rect class="page" width="{wide:g}" height="{high:g}"/>'
    yield f'<text x="{MARGIN}" y="{MARGIN + 4}">{escape(title)}</text>'


def short(name: str) -> str:
    """The name, cut where it would leave its box."""
    kept = name
    while width(kept) > WIDEST_NAME:
        kept = kept[:-1]
    return kept if kept == name else kept + "…"
