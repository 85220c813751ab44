"""A script, or a draft as it stands, as the JSON that `esports draft --json` prints."""

import json

from esports.cli.draft_inputs import Played
from esports.engine.draft_model import Script
from esports.engine.draft_script import script_to_json
from esports.engine.draft_view import chosen, view


def script_document(script: Script) -> str:
    """The script as one's own would be written."""
    return json.dumps(script_to_json(script), ensure_ascii=False, indent=1)


def document(played: Played) -> str:
    """The draft as the API tells it, what earlier games bar, and what is in the match so far."""
    setup = played.state.setup
    return json.dumps(
        {
            "script": script_to_json(setup.script),
            "pool": list(setup.pool),
            "names": list(played.names),
            "barred": {name: [sorted(one) for one in slots] for name, slots in setup.bars._asdict().items()},
            "at_ms": played.at_ms,
            "view": view(played.state, played.for_slot),
            "chosen": [one._asdict() for one in chosen(played.state)],
        },
        ensure_ascii=False,
        indent=1,
    )
