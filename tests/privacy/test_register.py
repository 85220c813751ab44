"""The register of purposes knows every column that can hold words about a person, and no others."""

from collections.abc import Iterable

from sqlalchemy import Boolean, Column, DateTime, Float, Integer, MetaData, Table, Text, Uuid

from esports.db.schema import metadata
from esports.privacy.register import NOT_ABOUT_PEOPLE, NOT_PERSONAL, REGISTER

WITHOUT_WORDS = (Integer, Boolean, DateTime, Float, Uuid)
LISTED = [column for kept in REGISTER for column in kept.columns]


def wordy(tables: Iterable[Table]) -> set[str]:
    """The columns that can hold words, or a day."""
    return {
        f"{table.name}.{column.name}"
        for table in tables
        for column in table.columns
        if not isinstance(column.type, WITHOUT_WORDS)
    }


def unknown(tables: Iterable[Table]) -> set[str]:
    """Those of them that stand nowhere."""
    asked = wordy(table for table in tables if table.name not in NOT_ABOUT_PEOPLE)
    return asked - set(LISTED) - NOT_PERSONAL


def test_every_column_has_a_purpose_and_an_end() -> None:
    assert unknown(metadata.sorted_tables) == set()


def test_a_column_without_an_entry_is_found() -> None:
    table = Table("people", MetaData(), Column("shoe_size", Text))
    assert unknown([table]) == {"people.shoe_size"}


def test_it_names_nothing_that_is_not_there_and_nothing_twice() -> None:
    assert {*LISTED, *NOT_PERSONAL} - wordy(metadata.sorted_tables) == set()
    assert NOT_ABOUT_PEOPLE - metadata.tables.keys() == set()
    assert len(LISTED) == len(set(LISTED))
    assert NOT_PERSONAL.isdisjoint(LISTED)
