"""Who may do what: the whole grid of roles, permissions and ways of signing in."""

from uuid import UUID, uuid4

import httpx
import msgspec
import pyotp
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from esports.accounts import access, service
from esports.accounts.access import ANONYMOUS, GRANTS, SCOPE_OF, Actor, Permission, Policy, Role, TokenScope
from esports.errors import DomainError
from esports.http.provide import Parts
from esports.settings import Settings
from esports.uow import unit_of_work
from tests.support.app import OPERATOR, PASSWORD, new_client, refusal, sign_in, sign_up, started

ORGANISE = {
    *("manage_event", "manage_tournament", "manage_entries", "report_result", "mark_submission"),
    "see_people",
}
STAFF_ONLY = {
    Role.owner: {*ORGANISE, "manage_staff", "manage_webhooks"},
    Role.operator: ORGANISE,
    Role.referee: {"report_result"},
    Role.caster: set(),
    Role.judge: {"mark_submission"},
}
"""Who may do what, written down a second time; all staff see what is private."""
EVENT = {
    "name": "Week",
    "slug": "week",
    "time_zone": "Asia/Shanghai",
    "starts_on": "2026-05-01",
    "ends_on": "2026-05-07",
}


async def person_with(engine: AsyncEngine, client: httpx.AsyncClient, role: Role, event: UUID) -> UUID:
    person = UUID((await sign_up(client))["id"])
    await add_role(engine, person, role, event)
    return person


async def add_role(engine: AsyncEngine, person: UUID, role: Role, event: UUID) -> None:
    async with engine.begin() as connection:
        await connection.execute(
            text("INSERT INTO staff (id, person_id, event_id, role) VALUES (:id, :person, :event, :role)"),
            {"id": uuid4(), "person": person, "event": event, "role": role},
        )


@pytest.mark.parametrize("role", Role)
async def test_a_role_grants_this_and_nothing_else_in_its_event_alone(
    engine: AsyncEngine, client: httpx.AsyncClient, role: Role
) -> None:
    event, elsewhere = uuid4(), uuid4()
    actor = Actor(person_id=await person_with(engine, client, role, event))
    async with engine.connect() as connection:
        for permission in Permission:
            granted = permission == "see_private" or permission in STAFF_ONLY[role]
            assert await access.allows(connection, actor, permission, event) is granted
            assert not await access.allows(connection, actor, permission, elsewhere)
            assert not await access.allows(connection, actor, permission, None)
            assert not await access.allows(connection, ANONYMOUS, permission, event)


@pytest.mark.parametrize("permission", Permission)
async def test_a_token_does_no_more_than_its_scopes(
    engine: AsyncEngine, client: httpx.AsyncClient, permission: Permission
) -> None:
    event = uuid4()
    owner = await person_with(engine, client, Role.owner, event)
    async with engine.connect() as connection:
        for scope in TokenScope:
            for admin in (False, True):
                actor = Actor(person_id=owner, is_admin=admin, scopes=frozenset({scope}))
                fits = scope is SCOPE_OF[permission] and (admin or permission in GRANTS[Role.owner])
                assert await access.allows(connection, actor, permission, event) is fits


@pytest.mark.parametrize("permission", Permission)
async def test_refusals_say_what_is_missing(engine: AsyncEngine, permission: Permission) -> None:
    stranger = uuid4()
    lacking = frozenset(TokenScope) - {SCOPE_OF[permission]}
    async with engine.connect() as connection:
        for actor, code in (
            (ANONYMOUS, "sign_in_required"),
            (Actor(person_id=stranger), "forbidden"),
            (Actor(person_id=stranger, scopes=lacking), "scope_missing"),
        ):
            with pytest.raises(DomainError) as caught:
                await access.require(connection, actor, permission, uuid4())
            assert caught.value.code == code
        await access.require(connection, Actor(person_id=stranger, is_admin=True), permission, None)


async def test_an_operator_is_made_once_and_keeps_the_password(
    parts: Parts, client: httpx.AsyncClient
) -> None:
    async with unit_of_work(parts.engine, parts.waker) as unit:
        assert await service.ensure_operator(unit, email=OPERATOR.upper(), password=PASSWORD)
        assert not await service.ensure_operator(unit, email=OPERATOR, password="another password")
        await unit.commit()
    reply = await sign_in(client, OPERATOR)
    assert reply.json()["person"]["is_admin"] is True


async def test_a_person_is_promoted_for_the_next_request(parts: Parts, client: httpx.AsyncClient) -> None:
    person = await sign_up(client)
    async with unit_of_work(parts.engine, parts.waker) as unit:
        assert not await service.ensure_operator(unit, email=person["email"], password="x" * 12)
        await unit.commit()
        actor = await service.actor_of(unit.connection, UUID(person["id"]), policy=Policy())
    assert actor == Actor(person_id=UUID(person["id"]), is_admin=True, locale="en")
    assert (await client.get("/api/v1/me")).json()["person"]["is_admin"] is True


async def test_a_weak_or_malformed_operator_is_refused(parts: Parts) -> None:
    async with unit_of_work(parts.engine, parts.waker) as unit:
        for email, password, code in (
            ("no address", PASSWORD, "email_malformed"),
            (OPERATOR, "short", "password_length"),
        ):
            with pytest.raises(DomainError) as caught:
                await service.ensure_operator(unit, email=email, password=password)
            assert caught.value.code == code


async def test_a_person_is_found_by_any_spelling(engine: AsyncEngine, client: httpx.AsyncClient) -> None:
    person = await sign_up(client, email="mei@example.org")
    async with engine.connect() as connection:
        found = await service.find_person(connection, " MEI@example.org")
        assert found is not None
        assert str(found.id) == person["id"]
        assert await service.find_person(connection, "nobody@example.org") is None
        assert await service.find_person(connection, "no address") is None
        with pytest.raises(DomainError) as caught:
            await service.actor_of(connection, uuid4(), policy=Policy())
    assert caught.value.code == "not_found"


async def test_people_without_a_role_create_no_events(client: httpx.AsyncClient) -> None:
    await sign_up(client)
    refusal(await client.post("/api/v1/events", json=EVENT), 403, "forbidden")


@pytest.mark.parametrize("role", Role)
async def test_where_the_policy_is_on_a_role_with_power_needs_a_second_factor(
    engine: AsyncEngine, client: httpx.AsyncClient, role: Role
) -> None:
    event, strict = uuid4(), Policy(second_factor=True)
    person = await person_with(engine, client, role, event)
    bare = Actor(person_id=person, policy=strict)
    proven = Actor(person_id=person, policy=strict, second_factor=True)
    bound = role in ("owner", "operator", "referee")
    async with engine.connect() as connection:
        for permission in GRANTS[role]:
            assert await access.allows(connection, proven, permission, event)
            assert await access.allows(connection, bare, permission, event) is not bound
            if bound:
                with pytest.raises(DomainError) as caught:
                    await access.require(connection, bare, permission, event)
                assert caught.value.code == "second_factor_required"
        with pytest.raises(DomainError) as caught:
            await access.require(connection, bare, Permission.create_event, event)
        assert caught.value.code == "forbidden", "what the role does not grant, no second factor would"


async def test_a_second_role_that_needs_none_still_counts(
    engine: AsyncEngine, client: httpx.AsyncClient
) -> None:
    event = uuid4()
    person = await person_with(engine, client, Role.referee, event)
    await add_role(engine, person, Role.caster, event)
    bare = Actor(person_id=person, policy=Policy(second_factor=True))
    async with engine.connect() as connection:
        assert await access.allows(connection, bare, Permission.see_private, event)
        assert not await access.allows(connection, bare, Permission.report_result, event)


async def test_a_site_admin_needs_it_too_and_can_set_it_up(settings: Settings, parts: Parts) -> None:
    async with unit_of_work(parts.engine, parts.waker) as unit:
        await service.ensure_operator(unit, email=OPERATOR, password=PASSWORD)
        await unit.commit()
    strict = msgspec.structs.replace(settings, require_second_factor=True)
    async with started(strict) as application, new_client(application) as admin:
        await sign_in(admin, OPERATOR)
        token = (await admin.post("/api/v1/tokens", json={"name": "t", "scopes": ["manage"]})).json()["token"]
        bearer = {"authorization": f"Bearer {token}"}
        for headers in ({}, bearer):
            reply = await admin.post("/api/v1/events", json=EVENT, headers=headers)
            refusal(reply, 403, "second_factor_required")
        made = await admin.post("/api/v1/second-factor", json={"password": PASSWORD})
        code = pyotp.TOTP(made.json()["secret"]).now()
        assert (await admin.post("/api/v1/second-factor/confirm", json={"code": code})).status_code == 200
        assert (await admin.post("/api/v1/events", json=EVENT)).status_code == 201
        again = await admin.post("/api/v1/events", json={**EVENT, "slug": "b"}, headers=bearer)
        assert again.status_code == 201, "it is the person who has it, not the session"
