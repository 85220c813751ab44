"""What is kept about people, what for, and for how long: one register, which the public page shows.

A test holds it against the tables: a column that can hold words about a person stands here, or among those
that say nothing of one. Numbers, times and flags say nothing without the row that they stand in; a reference
to an account says who did something, which is the last line of the register.
"""

import msgspec

from esports.i18n import N_


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of data: the columns that hold it, what it is for, and until when it stays."""

    what: str
    columns: tuple[str, ...]
    purpose: str
    until: str


ACCOUNT = N_("Until you erase your account.")
AFTER = N_("Until 180 days after the event, or until you erase your account.")
RESULTS = N_(
    "They stay with the results. When you erase your account, your own entry gets a neutral name; the journal"
    " keeps the nickname that was announced."
)
STAYS = N_("They stay with the results.")
RUN_OUT = N_("Until it has run out, and seven days more.")

REGISTER = (
    Kept(
        what=N_("Account: mail address, display name, language, time zone, notification choices"),
        columns=(
            "people.email", "people.display_name", "people.locale", "people.time_zone", "people.notices",
            "people.quiet_hours", "people.digest",
        ),
        purpose=N_("To sign in, to reach you, to speak your language."),
        until=ACCOUNT,
    ),
    Kept(
        what=N_("Password, second factor, account at a provider, tokens for programs"),
        columns=(
            "people.password_hash", "second_factors.secret", "recovery_codes.code_hash", "tokens.name",
            "tokens.secret_hash", "calendar_links.secret_hash", "identities.issuer", "identities.subject",
        ),
        purpose=N_("To know that it is you."),
        until=ACCOUNT,
    ),
    Kept(
        what=N_("Sessions and links of mails, as hashes, with the browser or the address"),
        columns=(
            "sessions.id_hash", "sessions.csrf_token", "sessions.device", "live_tickets.id_hash",
            "account_mails.address", "account_mails.secret_hash", "oidc_flows.browser_hash",
            "oidc_flows.nonce_hash", "oidc_flows.state_hash", "oidc_proofs.id_hash",
        ),
        purpose=N_("To keep you signed in, and to show you where you are."),
        until=RUN_OUT,
    ),
    Kept(
        what=N_("Birth date"),
        columns=("people.birth_date", "roster_members.birth_date"),
        purpose=N_(
            "To see whether a player is old enough and when minors may play, where that is asked; organisers"
            " alone see it."
        ),
        until=AFTER,
    ),
    Kept(
        what=N_("Names of players on a roster"),
        columns=("roster_members.name",),
        purpose=N_("For the organisers to know who plays; they are never published."),
        until=AFTER,
    ),
    Kept(
        what=N_("That the staff know who a player is, and how: nothing of what they were shown"),
        columns=("roster_members.verified_method",),
        purpose=N_("For tournaments that ask who plays; organisers and the entry itself see it."),
        until=AFTER,
    ),
    Kept(
        what=N_("Nicknames: of entries, of players, in games"),
        columns=(
            "entries.name", "entries.name_skeleton", "roster_members.in_game_id", "in_game_ids.in_game_id",
            "tournaments.champion", "corrections.refilled", "departures.refilled",
        ),
        purpose=N_("To show who plays against whom."),
        until=RESULTS,
    ),
    Kept(
        what=N_("Where an entry comes from: delegation, club, region"),
        columns=(
            "entries.delegation", "entries.club", "entries.region", "judges.delegation", "teams.delegation",
        ),
        purpose=N_("For quotas, and to keep neighbours apart in a draw."),
        until=STAYS,
    ),
    Kept(
        what=N_("Answers that everybody can read, and the organisers' message to who is refused"),
        columns=("entries.public_answers", "entries.refusal"),
        purpose=N_("To present an entry, and to say why it was not taken."),
        until=STAYS,
    ),
    Kept(
        what=N_("Answers to a tournament's other questions"),
        columns=("entries.answers",),
        purpose=N_("For what the organisers asked them for."),
        until=AFTER,
    ),
    Kept(
        what=N_("A guardian's mail address and decisions"),
        columns=(
            "guardian_consents.guardian_email", "guardian_consents.subject", "guardian_consents.ask_hash",
            "guardian_consents.revoke_hash", "consent_decisions.decision",
        ),
        purpose=N_("To ask for consent, and to let it be withdrawn."),
        until=N_("The address until 180 days after the event; that there was consent stays."),
    ),
    Kept(
        what=N_("Who of the staff looked at the data of which minors, and why"),
        columns=("people_accesses.positions", "people_accesses.nicknames", "people_accesses.reason"),
        purpose=N_("For the owners of an event, and the yearly report."),
        until=N_("Two years."),
    ),
    Kept(
        what=N_("Teams: name, short name, logo, invitations to a mail address or a player name"),
        columns=(
            "teams.name", "teams.tag", "teams.logo", "logos.body", "team_invites.address",
            "team_invites.token_hash", "team_invites.player",
        ),
        purpose=N_("To play together."),
        until=N_("Teams stay with the results; an invitation until it has run out, and seven days more."),
    ),
    Kept(
        what=N_("Notices, and mails on their way"),
        columns=("notices.payload", "deliveries.last_error", "outbox.payload", "outbox.last_error"),
        purpose=N_("To tell you when it is your turn."),
        until=ACCOUNT,
    ),
    Kept(
        what=N_("Chats and phones of your own that notices are told to: name and address"),
        columns=("own_chats.name", "own_chats.url"),
        purpose=N_("To tell you where you like."),
        until=N_("Until you take them out, or erase your account."),
    ),
    Kept(
        what=N_("Replies to programs and pages, remembered so that a repeat does nothing twice"),
        columns=("replies.principal", "replies.headers", "replies.body"),
        purpose=N_("So that a press that was lost on the way can be made again."),
        until=N_("Seven days."),
    ),
    Kept(
        what=N_("Works and marks, reports of results, disputes, and the journal of a tournament"),
        columns=(
            "submissions.title", "submissions.link", "contests.told", "marks.points", "marks.comment",
            "reports.body", "reports.evidence", "reports.cause", "reports.objection", "cases.words",
            "cases.decision", "case_notes.text", "corrections.reason", "corrections.revert_reason",
            "departures.reason", "departures.revert_reason", "entry_exceptions.reason", "matches.reason",
            "journal_items.fact", "journal_items.patch", "lobby_codes.code", "pauses.reason",
            "unpairings.reason", "proposals.body",
        ),
        purpose=N_("So that everybody can see that it was fair."),
        until=RESULTS,
    ),
    Kept(
        what=N_("Pictures and links that show how a match ended"),
        columns=("evidence.body", "evidence.link"),
        purpose=N_("To settle what the sides differ on; they and the referees alone see them."),
        until=N_("Until 30 days after the event, or until you erase your account."),
    ),
    Kept(
        what=N_("Pictures and PDFs that a tournament asks for when one enters"),
        columns=("entry_files.body",),
        purpose=N_("For its organisers to look at; what a file tells beside what it shows is not kept."),
        until=AFTER,
    ),
    Kept(
        what=N_("What is told to servers and chat groups of an event's owners: public facts alone"),
        columns=(
            "webhook_messages.body", "webhooks.url", "webhooks.name", "webhooks.secret",
            "webhooks.old_secret",
        ),
        purpose=N_("So that programs and groups of the owners know at once."),
        until=N_("30 days; the address of a server or a group until an owner takes it out."),
    ),
    Kept(
        what=N_("Roles of the staff, and which account did what"),
        columns=(
            "staff.role", "tokens.scopes", "match_links.secret_hash", "invitations.label",
            "bookings.referees", "plan_steps.before", "planned_bookings.referees",
        ),
        purpose=N_("So that what was done can be traced."),
        until=N_("It stays; the account is nobody's once it is erased."),
    ),
)  # fmt: skip

NOT_PERSONAL = frozenset((
    "account_mails.kind", "bookings.stream",
    "consent_decisions.version", "contests.draw_seed", "corrections.reseated",
    "corrections.voided", "deliveries.channel", "deliveries.state", "departures.kind", "departures.taken",
    "departures.made",
    "departures.reseated",
    "entries.code_hash", "entries.state", "entry_files.media_type", "entry_exceptions.codes",
    "entry_exceptions.marks",
    "evidence.digest", "evidence.entries", "evidence.media_type", "evidence.source",
    "guardian_consents.locale", "guardian_consents.state", "in_game_ids.server", "in_game_ids.title",
    "invitations.code_hash", "journal_items.chain", "journal_items.correlation_id", "journal_items.digest",
    "journal_items.visibility", "lobby_codes.entries", "logos.digest", "logos.media_type",
    "match_links.entries", "notices.dedupe_key", "notices.kind", "outbox.correlation_id", "outbox.dedupe_key",
    "own_chats.outcome",
    "pauses.entries", "presences.entries",
    "replies.fingerprint", "replies.idempotency_key", "reports.entries", "reports.state",
    "roster_members.role", "unpairings.matches", "webhook_attempts.outcome",
    "webhook_messages.kind", "webhook_messages.state", "webhooks.kinds", "webhooks.locale", "webhooks.way",
))  # fmt: skip
"""Columns of tables about people that say nothing of anybody."""

NOT_ABOUT_PEOPLE = frozenset((
    "draft_actions", "drafts", "entry_rules", "entry_terms", "events", "forecasts", "journals", "matches",
    "plan_steps", "planned_bookings", "points_rules", "publications", "qualification_plans", "qualifications",
    "results", "schedules", "seats", "slots", "stages", "standings", "stations", "tournaments", "venues",
))  # fmt: skip
"""Tables whose words are about play alone, but for the columns that the register names."""
