"""The pages, by family, and what they load."""

from esports.web import account, assets, caster, desk, doors, drafting, guardians, judging, player

FAMILIES = (assets, caster, desk, doors, drafting, guardians, judging, player, account)
handlers = [handler for family in FAMILIES for handler in family.handlers]
