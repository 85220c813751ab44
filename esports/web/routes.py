"""The pages, by family, and what they load."""

from esports.web import assets, caster, desk, player

handlers = [*assets.handlers, *caster.handlers, *desk.handlers, *player.handlers]
