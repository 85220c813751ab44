"""Which addresses a webhook may lead to: a long table, for each line is somebody's way in."""

import pytest

from esports.webhooks.addresses import is_public
from esports.webhooks.outgoing import Outcome, Refused, Target, resolve, target_of

PUBLIC = [
    "1.1.1.1", "8.8.8.8", "93.184.216.34", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.1",
    "192.167.255.255", "192.169.0.1", "198.17.255.255", "198.20.0.1", "223.255.255.255", "9.255.255.255",
    "11.0.0.1", "126.255.255.255", "128.0.0.1", "169.253.255.255", "169.255.0.1",
    "2606:4700:4700::1111", "2001:4860:4860::8888", "2400:cb00::1", "::ffff:8.8.8.8",
]  # fmt: skip
PRIVATE = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
    "127.255.255.254", "169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1",
    "192.0.0.170", "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1",
    "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255",
    "::", "::1", "::7f00:1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "::ffff:100.64.0.1", "::ffff:0:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1",
    "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:2::1", "2001:10::1", "2001:20::1",
    "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1",
    "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1", "2606:4700::1%eth0",
    "", "localhost", "127.1", "0x7f000001", "2130706433", "1.1.1.1.1", "017700000001",
]  # fmt: skip
URLS = [
    ("http://hooks.example.org/", Outcome.malformed_url),
    ("ftp://hooks.example.org/", Outcome.malformed_url),
    ("https://hooks.example.org:8443/", Outcome.malformed_url),
    ("https://hooks.example.org:99999/", Outcome.malformed_url),
    ("https://user:word@hooks.example.org/", Outcome.malformed_url),
    ("https://@hooks.example.org/", Outcome.malformed_url),
    ("https://hooks.example.org/#part", Outcome.malformed_url),
    ("https:///path", Outcome.malformed_url),
    ("https://[::1", Outcome.malformed_url),
    ("hooks.example.org", Outcome.malformed_url),
    ("", Outcome.malformed_url),
    ("https://hooks.example.org/a b", Outcome.malformed_url),
    ("https://hooks.example.org/\r\nx", Outcome.malformed_url),
    ("https://例子.example/", Outcome.malformed_url),
    ("https://hooks.example.org/" + "x" * 2_000, Outcome.malformed_url),
    ("https://127.0.0.1/", Outcome.private_address),
    ("https://[::1]/", Outcome.private_address),
    ("https://[::ffff:10.0.0.1]/", Outcome.private_address),
    ("https://169.254.169.254/latest/meta-data", Outcome.private_address),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_the_public_internet_may_be_called(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_nothing_else_may(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(("url", "outcome"), URLS, ids=range(len(URLS)))
def test_what_is_no_address_to_send_to_is_refused(url: str, outcome: Outcome) -> None:
    with pytest.raises(Refused) as refused:
        target_of(url)
    assert refused.value.outcome is outcome


def test_an_address_is_taken_apart() -> None:
    assert target_of("https://Hooks.example.org/a?b=c") == Target("https", "hooks.example.org", 443, "/a?b=c")
    assert target_of("http://127.0.0.1:8080", unsafe=True) == Target("http", "127.0.0.1", 8080, "/")


@pytest.mark.parametrize("host", ["localhost", "127.1", "2130706433", "0x7f.1"])
async def test_a_name_that_leads_home_is_refused_when_it_is_looked_up(host: str) -> None:
    with pytest.raises(Refused) as refused:
        await resolve(Target("https", host, 443, "/"))
    assert refused.value.outcome is Outcome.private_address
    assert await resolve(Target("https", host, 443, "/"), unsafe=True)
