"""Names: every script is welcome, what deceives or cannot be seen is not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esports.errors import DomainError
from esports.text import clean_name

WELCOME = [
    "梅",
    "青岛市北区 Team 1",
    "𠮷野家",
    "\U00031350",  # a Han character younger than this Python's tables
    "Ανδρέας",
    "Nguyễn Thị Ánh",
    "محمد",
    "علی\u200cرضا",  # a zero-width non-joiner between Arabic letters
    "क्\u200dष",  # a joiner after a virama
    "བསྒྲུབས",
    "שָׁלוֹם",
    "สวัสดี",
    "한국 이스포츠",
    "👨\u200d👩\u200d👧 & ❤\ufe0f",
    "1\ufe0f\u20e3st",
    "全角\u3000空格",
    "O'Brien-Smith Jr. #1",
]
REFUSED = [
    "a\x00b",
    "a\x07b",
    "a\nb",
    "a\tb",
    "user\u202etxt.exe",
    "a\u2066b\u2069",
    "a\u200bb",
    "a\u200cb",
    "a\u200db",
    "\ufeffabc",
    "soft\u00adhyphen",
    "a\u2060b",
    "no\u00a0break",
    "thin\u2009space",
    "line\u2028break",
    "\ud800",
    "private\ue000",
    "hangul\u3164filler",
    "\u2800\u2800",
    "\u115f",
    "a\ufe0f",
    "a\U000e0101",
    "tag\U000e0041",
    "unassigned\u0378",
    "noncharacter\ufdd0",
    "\U0002fffe",
    "Z" + "\u0300" * 9,
    "\u0301",
]


def _cleaned(name: str) -> str:
    try:
        return clean_name(name, "/name")
    except DomainError:
        return ""


@pytest.mark.parametrize("name", WELCOME)
def test_a_name_in_any_script_is_welcome(name: str) -> None:
    assert clean_name(name, "/name") == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("name", REFUSED, ids=ascii)
def test_what_deceives_or_cannot_be_seen_is_refused(name: str) -> None:
    with pytest.raises(DomainError) as caught:
        clean_name(name, "/name")
    assert (caught.value.code, caught.value.pointer) == ("name_characters", "/name")


@pytest.mark.parametrize("name", ["", " ", "\u3000", " \n "])
def test_an_empty_name_is_refused(name: str) -> None:
    with pytest.raises(DomainError) as caught:
        clean_name(name, "/name")
    assert caught.value.code == "name_empty"


def test_length_counts_after_normalising() -> None:
    assert clean_name("e\u0301" * 64, "/name", longest=64) == "é" * 64
    with pytest.raises(DomainError) as caught:
        clean_name("字" * 65, "/name", longest=64)
    assert caught.value.code == "name_too_long"


@given(st.text().map(_cleaned).filter(bool))
def test_a_clean_name_stays_as_it_is(once: str) -> None:
    assert clean_name(once, "/name") == once == unicodedata.normalize("NFC", once)
    once.encode()
    assert not any(unicodedata.category(one) in ("Cc", "Cs", "Co", "Zl", "Zp") for one in once)
    assert not any(unicodedata.bidirectional(one) in ("RLO", "LRO", "RLE", "LRE", "PDF") for one in once)
