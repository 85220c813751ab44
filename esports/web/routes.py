"""The pages, by family, and what they load."""

from esports.web import assets, caster, desk, judging, player

handlers = [*assets.handlers, *caster.handlers, *desk.handlers, *judging.handlers, *player.handlers]
