"""Logos: what comes in is looked at by its content, what is shown carries its pixels alone."""

import random
from contextlib import suppress

import pytest

from esports.errors import DomainError
from esports.pictures.pixels import Picture
from esports.teams.picture import picture
from tests.support.app import new_client, refusal
from tests.support.desk import API, Desk
from tests.support.pictures import JPEG, WEBP, png, png_chunk
from tests.teams.club import Club, club

SECRET = b"GPS 31.2304 121.4737"
KINDS = [("image/png", png(8, 6)), ("image/jpeg", JPEG), ("image/webp", WEBP)]
PIXELS = pytest.mark.parametrize(("kind", "body"), KINDS, ids=[kind for kind, _ in KINDS])


def with_secret(kind: str, body: bytes) -> bytes:
    """The picture with something in it, and behind it, that tells where it was taken."""
    if kind == "image/png":
        return png(8, 6, extra=png_chunk(b"tEXt", SECRET)) + SECRET
    if kind == "image/jpeg":
        length = (len(SECRET) + 2).to_bytes(2, "big")
        segments = b"".join(bytes([0xFF, marker]) + length + SECRET for marker in (0xE0, 0xE1, 0xE2, 0xFE))
        return body[:2] + segments + body[2:] + SECRET
    chunk = b"EXIF" + len(SECRET).to_bytes(4, "little") + SECRET
    flagged = body[8:20] + bytes([body[20] | 8]) + body[21:] + chunk
    return b"RIFF" + len(flagged).to_bytes(4, "little") + flagged + SECRET


@PIXELS
def test_a_picture_is_known_by_its_content(kind: str, body: bytes) -> None:
    assert picture(body) == Picture(media_type=kind, width=8, height=6, body=body)


@PIXELS
def test_a_picture_leaves_behind_where_it_was_taken(kind: str, body: bytes) -> None:
    bulky = with_secret(kind, body)
    assert SECRET in bulky
    assert picture(bulky).body == body


@PIXELS
def test_a_picture_that_is_cut_off_is_refused(kind: str, body: bytes) -> None:
    for end in range(12, len(body)):
        with pytest.raises(DomainError) as refused:
            picture(body[:end])
        assert refused.value.code == "logo_damaged", end


@PIXELS
def test_whatever_comes_in_is_a_picture_or_a_refusal(kind: str, body: bytes) -> None:
    chance = random.Random(kind)
    for _ in range(500):
        bent = bytearray(body)
        for _ in range(chance.randrange(1, 5)):
            bent[chance.randrange(len(bent))] = chance.randrange(256)
        with suppress(DomainError):
            found = picture(bytes(bent))
            assert picture(found.body) == found, "what is kept is taken again as it is"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "logo_format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo_format"),
        (b"GIF89a" + bytes(40), "logo_format"),
        (b"RIFF\x04\0\0\0WAVE", "logo_format"),
        (png(8, 6)[:-20], "logo_damaged"),
        (png(8, 6)[:45] + b"\0" + png(8, 6)[46:], "logo_damaged"),
        (png(2049, 1), "logo_too_many_pixels"),
        (png(1, 2049), "logo_too_many_pixels"),
        (png(0, 1), "logo_damaged"),
    ],
)
def test_what_is_no_logo_is_refused(body: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        picture(body)
    assert refused.value.code == code


async def put(owls: Club, body: bytes, kind: str = "image/png") -> str:
    reply = await owls.captain.client.put(
        f"{API}{owls.path}/logo", content=body, headers={"content-type": kind}
    )
    assert reply.status_code == 200, reply.text
    digest: str = reply.json()["logo"]
    return digest


async def test_a_logo_is_shown_to_everybody_and_kept_by_browsers(desk: Desk) -> None:
    async with club(desk, 0) as owls, new_client(desk.app) as anybody:
        # What the request says of the bytes counts for nothing.
        first = await put(owls, WEBP, "text/html")
        shown = await anybody.get(f"{API}/logos/{first}")
        assert (shown.content, shown.headers["content-type"]) == (WEBP, "image/webp")
        assert shown.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert shown.headers["x-content-type-options"] == "nosniff"
        assert shown.headers["content-security-policy"].startswith("default-src 'none'")
        second = await put(owls, JPEG)
        assert (await anybody.get(f"{API}{owls.path}")).json()["logo"] == second
        refusal(await anybody.get(f"{API}/logos/{first}"), 404, "not_found")
        removed = await owls.captain.do("DELETE", f"{owls.path}/logo")
        assert removed["logo"] is None
        refusal(await anybody.get(f"{API}/logos/{second}"), 404, "not_found")


async def test_a_logo_that_another_team_shows_stays(desk: Desk) -> None:
    async with club(desk, 0) as owls, club(desk, 0) as birds, new_client(desk.app) as anybody:
        digest = await put(owls, JPEG)
        assert await put(birds, JPEG) == digest
        await owls.captain.do("DELETE", f"{owls.path}/logo")
        assert (await anybody.get(f"{API}/logos/{digest}")).status_code == 200


async def test_wrong_files_and_wrong_hands_are_refused(desk: Desk) -> None:
    async with club(desk) as owls, new_client(desk.app) as anybody:
        path = f"{owls.path}/logo"
        svg = {"content": b"<svg/>", "headers": {"content-type": "image/svg+xml"}}
        await owls.captain.refused("PUT", path, None, 415, "logo_format", **svg)
        large = {"content": png(8, 6) + bytes(512 * 1024)}
        await owls.captain.refused("PUT", path, None, 413, "body_too_large", **large)
        await owls.members[0].refused("PUT", path, None, 403, "not_captain", content=JPEG)
        await owls.members[0].refused("DELETE", path, None, 403, "not_captain")
        small = {"content": bytes(65_537), "client": anybody}
        await owls.captain.refused("PUT", path, None, 413, "body_too_large", **small)
        await put(owls, png(8, 6))
        assert (await desk.do("DELETE", path))["logo"] is None, "a site admin takes off what must not be seen"
        await desk.refused("PUT", path, None, 403, "not_captain", content=JPEG)
