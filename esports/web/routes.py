"""The pages, by family, and what they load."""

from esports.web import (
    account,
    assets,
    calendars,
    caster,
    desk,
    doors,
    drafting,
    entry_desk,
    guardians,
    judging,
    match_calendars,
    operation,
    player,
    privacy,
    refereeing,
    scheduling,
    teams,
    webhooks,
)

FAMILIES = (
    assets,
    calendars,
    match_calendars,
    caster,
    desk,
    doors,
    drafting,
    entry_desk,
    guardians,
    refereeing,
    scheduling,
    judging,
    player,
    account,
    privacy,
    operation,
    webhooks,
    teams,
)
handlers = [handler for family in FAMILIES for handler in family.handlers]
