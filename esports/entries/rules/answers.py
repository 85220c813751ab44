"""Answers to a tournament's own questions: pure; those for everybody are kept apart from the others.

What is published is decided when somebody answers: a question that is made public later shows no answer
that was given in confidence.
"""

import math
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from esports.entries.rules.wire import Answers, Question
from esports.errors import DomainError, FieldError, Kind
from esports.i18n import N_
from esports.text import clean_name

LONGEST = 500
LARGEST = 1e12


def read(
    questions: Sequence[Question], given: Answers, *, complete: bool, files: Collection[str] = ()
) -> tuple[Answers, Answers]:
    """The public answers and the private ones, as they are stored. `complete`: required ones must be there;
    `files`: the ids of the files that an answer may name.

    A tournament that asks nothing takes what programs send along as it is, for its organisers alone.

    Raises:
        DomainError: `answers_refused` with every fault: `answer_missing`, `answer_unknown`, `answer_wrong`,
            and what `clean_name` refuses.
    """
    if not questions:
        return {}, given
    faults = [
        FieldError(f"/answers/{_escaped(key)}", "answer_unknown", N_("Nothing of that name is asked here."))
        for key in given.keys() - {question.key for question in questions}
    ]
    found: tuple[Answers, Answers] = ({}, {})
    for question in questions:
        pointer = f"/answers/{question.key}"
        value = given.get(question.key)
        if value is None or value == "":
            if question.required and complete:
                faults.append(FieldError(pointer, "answer_missing", N_("Please answer this.")))
            continue
        try:
            found[0 if question.public else 1][question.key] = _value(question, value, pointer, files)
        except DomainError as error:
            faults.append(FieldError(pointer, error.code, error.detail, error.params))
    if faults:
        raise DomainError(
            Kind.invalid,
            "answers_refused",
            N_("Some answers do not fit; see the list of errors."),
            errors=sorted(faults, key=lambda fault: fault.pointer),
        )
    return found


def _value(question: Question, value: Any, pointer: str, files: Collection[str]) -> Any:
    if question.kind == "text" and isinstance(value, str):
        return clean_name(value, pointer, longest=LONGEST)
    if question.kind == "number" and _is_number(value):
        return value
    if question.kind == "choice" and value in question.choices:
        return value
    if question.kind == "date" and isinstance(value, str) and _is_date(value):
        return value
    if question.kind == "file" and isinstance(value, str) and value in files:
        return value
    raise DomainError(Kind.invalid, "answer_wrong", WRONG[question.kind])


WRONG = {
    "text": N_("This must be a text."),
    "number": N_("This must be a number."),
    "choice": N_("This is none of the choices."),
    "date": N_("This must be a day, such as 2026-11-23."),
    "file": N_("This must be a file that you have sent for this tournament."),
}


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value) and abs(value) <= LARGEST


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
