"""Whatever is sent as a body, the answer is a problem document with a code, and never a fault of ours."""

import random
import uuid
from collections.abc import AsyncIterator
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from esports.http.middleware import MAX_DEPTH, _too_deep
from tests.support.app import PASSWORD, refusal, sign_up

JSON = {"content-type": "application/json"}
ROUTES = {
    "/api/v1/people": {"email": "mei@example.org", "password": PASSWORD, "display_name": "Mei"},
    "/api/v1/session": {"email": "mei@example.org", "password": PASSWORD},
    "/api/v1/tokens": {"name": "scoreboard", "scopes": ["read"]},
}
"""Every route of accounts that takes a body, with one that would do."""

NUL = b'{"email": "a\\u0000b"}'
EVIL = [
    (b"\x00", 400, "nul_character"),
    (b'{"email": "a\x00b"}', 400, "nul_character"),
    (NUL, 400, "nul_character"),
    (b'{"email": "\\\\\\u0000"}', 400, "nul_character"),
    (b'{"email": "\\ud800"}', 400, "malformed_body"),
    (b'{"email": "\\udc00\\ud800"}', 400, "malformed_body"),
    (b'{"email": "\xff\xfe"}', 400, "malformed_body"),
    (b'{"email": "\xed\xa0\x80"}', 400, "malformed_body"),
    ("{}".encode("utf-16"), 400, "nul_character"),
    (b"\xef\xbb\xbf{}", 400, "malformed_body"),
    (b'{"email": 1e', 400, "malformed_body"),
    (b'{"email": NaN}', 400, "malformed_body"),
    (b'{"email": -Infinity}', 400, "malformed_body"),
    (b"{'email': 1}", 400, "malformed_body"),
    (b'{"email": 1,}', 400, "malformed_body"),
    (b"{} {}", 400, "malformed_body"),
    (b"]", 400, "malformed_body"),
    (b"}" * 1000 + b"[" * 1000, 400, "malformed_body"),
    (b'"\\', 400, "malformed_body"),
    (b'{"email": 1, "email": 2}', 400, "repeated_name"),
    (b'{"a": [{"b": 1, "\\u0062": 2}]}', 400, "repeated_name"),
    (b"[" * 60_000, 400, "too_deep"),
    (b"[" * 30_000 + b"]" * 30_000, 400, "too_deep"),
    (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, 400, "too_deep"),
    (b'{"email": 1' + b"0" * 5_000 + b"}", 400, "malformed_body"),
    (b'{"email": 1' + b"0" * 400 + b"}", 422, "invalid_fields"),
    (b'{"email": 1e400}', 400, "malformed_body"),
    (b'{"email": 2147483648}', 422, "invalid_fields"),
    (b'{"email": null}', 422, "invalid_fields"),
    (b"null", 422, "invalid_fields"),
    (b"true", 422, "invalid_fields"),
    (b'"text"', 422, "invalid_fields"),
    (b"[]", 422, "invalid_fields"),
    (b"{}", 422, "invalid_fields"),
    (b"", 422, "invalid_fields"),
    (b'{"__proto__": {}}', 422, "invalid_fields"),
    (b" " * 65_537, 413, "body_too_large"),
    (b'"' + b"a" * 70_000 + b'"', 413, "body_too_large"),
]


@pytest.fixture
async def person(client: httpx.AsyncClient) -> httpx.AsyncClient:
    """A browser where somebody is signed in, so that every route gets as far as its body."""
    await sign_up(client)
    return client


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize(("body", "status", "code"), EVIL, ids=lambda value: ascii(value)[:40])
async def test_an_evil_body_gets_a_problem_document(
    person: httpx.AsyncClient, path: str, body: bytes, status: int, code: str
) -> None:
    refusal(await person.post(path, content=body, headers=JSON), status, code)


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/csv",
    ],
)
async def test_only_json_is_taken(person: httpx.AsyncClient, path: str, content_type: str | None) -> None:
    headers = {} if content_type is None else {"content-type": content_type}
    body = msgspec.json.encode(ROUTES[path])
    refusal(await person.post(path, content=body, headers=headers), 415, "json_expected")


async def test_a_charset_does_no_harm(client: httpx.AsyncClient) -> None:
    reply = await client.post(
        "/api/v1/people",
        content=msgspec.json.encode(ROUTES["/api/v1/people"]),
        headers={"content-type": "Application/JSON; charset=utf-8"},
    )
    assert reply.status_code == 201


async def test_an_escaped_backslash_before_u0000_is_no_nul(client: httpx.AsyncClient) -> None:
    body = b'{"email": "mei@example.org", "password": "12345678", "display_name": "a\\\\u0000"}'
    reply = await client.post("/api/v1/people", content=body, headers=JSON)
    assert reply.json()["display_name"] == "a\\u0000"


@pytest.mark.parametrize("path", ROUTES)
@pytest.mark.parametrize(
    "wrong",
    [None, True, -1, 10**400, 1.5, "", "x" * 300, [], [[]], {}, {"a": 1}],
    ids=lambda value: ascii(value)[:20],
)
async def test_a_wrong_type_in_any_field_is_refused(person: httpx.AsyncClient, path: str, wrong: Any) -> None:
    right = ROUTES[path]
    for field in right:
        reply = await person.post(path, json={**right, field: wrong})
        assert reply.status_code in (401, 422), (field, reply.text)
        problem = refusal(reply, reply.status_code, reply.json()["code"])
        if reply.status_code == 422:
            assert problem["errors"][0]["pointer"].startswith(f"/{field}")
        else:
            assert (path, problem["code"]) == ("/api/v1/session", "wrong_credentials")


async def test_mutated_bodies_are_never_our_fault(person: httpx.AsyncClient) -> None:
    chance = random.Random(20_260_501)
    for path, right in ROUTES.items():
        good = msgspec.json.encode(right)
        for _ in range(150):
            body = bytearray(good)
            for _ in range(chance.randint(1, 4)):
                at = chance.randrange(len(body))
                body[at : at + chance.randint(0, 2)] = chance.randbytes(chance.randint(0, 3))
            reply = await person.post(path, content=bytes(body), headers=JSON)
            assert reply.status_code < 500, (path, bytes(body), reply.text)
            if reply.status_code >= 400:
                refusal(reply, reply.status_code, reply.json()["code"])


async def test_a_body_without_end_is_cut_off_at_the_limit(person: httpx.AsyncClient) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += 16_384
            yield b" " * 16_384

    reply = await person.post("/api/v1/tokens", content=endless(), headers=JSON)
    refusal(reply, 413, "body_too_large")
    assert sent <= 65_536 + 2 * 16_384


async def test_a_whole_field_of_seeds_is_not_too_large_for_somebody(
    person: httpx.AsyncClient,
) -> None:
    path, field = f"/api/v1/tournaments/{uuid.uuid4()}/seeds", [str(uuid.uuid4()) for _ in range(8192)]
    refusal(await person.put(path, json={"entries": field}), 404, "not_found")
    person.cookies.clear()
    refusal(await person.put(path, json={"entries": field}), 413, "body_too_large")


def test_depth_is_counted_to_the_limit_and_not_in_strings() -> None:
    assert not _too_deep(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
    assert _too_deep(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1))
    assert not _too_deep(b'"' + b"[" * 100 + b'"')
    assert not _too_deep(b'"\\"' + b"[" * 100 + b'"')
    assert _too_deep(b'"\\\\"' + b"[" * 100)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(json_values)
def test_depth_agrees_with_a_walk(value: Any) -> None:
    def depth(one: Any) -> int:
        if isinstance(one, dict):
            one = list(one.values())
        return 1 + max(map(depth, one), default=0) if isinstance(one, list) else 0

    wrapped = value
    for _ in range(MAX_DEPTH - 2):
        wrapped = [wrapped]
    assert _too_deep(msgspec.json.encode(wrapped)) is (depth(wrapped) > MAX_DEPTH)
