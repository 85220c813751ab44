"""The call goes to an address that was looked at, and yet the certificate must be the name's."""

from pathlib import Path

import pytest

from esports.webhooks.outgoing import Outcome, Sender
from tests.webhooks.certificates import Authority
from tests.webhooks.receiver import receiving


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """An authority that this machine trusts, and no other."""
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    return made


async def test_a_certificate_of_the_name_is_taken(authority: Authority) -> None:
    async with receiving(authority.serving("localhost")) as receiver:
        reply = await Sender(unsafe=True).post(receiver.url, b"{}", {})
    assert (reply.outcome, reply.status) == (Outcome.delivered, 200)
    ((_, headers, _),) = receiver.requests
    assert headers["host"] == receiver.url.split("/")[2]


@pytest.mark.parametrize("name", ["hooks.example.org", "127.0.0.1", "*.localhost"])
async def test_one_of_another_name_or_of_the_address_is_not(authority: Authority, name: str) -> None:
    async with receiving(authority.serving(name)) as receiver:
        reply = await Sender(unsafe=True).post(receiver.url, b"{}", {})
    assert (reply.outcome, receiver.requests) == (Outcome.unreachable, [])


async def test_one_of_an_authority_that_nobody_knows_is_not(
    authority: Authority, tmp_path_factory: pytest.TempPathFactory
) -> None:
    unknown = Authority(tmp_path_factory.mktemp("unknown"))
    async with receiving(unknown.serving("localhost")) as receiver:
        reply = await Sender(unsafe=True).post(receiver.url, b"{}", {})
    assert (reply.outcome, receiver.requests) == (Outcome.unreachable, [])
