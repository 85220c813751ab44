"""What the commands without a database share: reading JSON, and one clear line where it is wrong."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from esports.cli.words import say
from esports.engine.errors import EngineError
from esports.http.fields import field_error

T = TypeVar("T")


class BadInput(Exception):
    """One clear line for the person; `status` is the exit status."""

    def __init__(self, message: str, *, status: int = 2) -> None:
        super().__init__(" ".join(message.splitlines()))
        self.status = status


def answered(command: str, output: Callable[[], str | None]) -> int:
    """Print the output, if there is any; the exit status. A bad input is told in one line."""
    try:
        text = output()
        if text is not None:
            print(text, flush=True)
    except BadInput as error:
        print(f"esports {command}: {error}", file=sys.stderr)
        return error.status
    except BrokenPipeError:
        # The reader (`head`) has seen enough. Python would fail once more when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0


def words(error: EngineError) -> str:
    """The refusal in the language of the terminal, with all its findings."""
    findings = (f"{one.pointer}: {say(one.detail, **one.params)}" for one in error.findings)
    return " ".join([say(error.detail, **error.params), *findings])


def json_argument(option: str, argument: str) -> Any:
    """The value of an argument that is JSON itself or the name of its file."""
    if argument.lstrip().startswith(("{", "[", '"')):
        return _parse(option, argument, argument)
    return json_file(option, argument)


def json_file(option: str, path: str) -> Any:
    """The value that the file holds."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BadInput(
            say("{option}: {file} cannot be read: {reason}.", option=option, file=path, reason=reason)
        ) from None
    return _parse(option, path, text)


def _parse(option: str, name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(
            say("{option}: {file} is not JSON: {reason}.", option=option, file=name, reason=error)
        ) from None


def typed(option: str, raw: Any, wanted: type[T], at: str = "") -> T:
    """The JSON value as a struct; what does not fit is told with its field, a JSON pointer under `at`.

    Text that a terminal cannot show, or that would move its cursor, does not fit.
    """
    try:
        value = msgspec.convert(raw, wanted)
    except msgspec.ValidationError as error:
        wrong = field_error({"message": str(error)})
        raise BadInput(told(option, at + wrong.pointer, say(wrong.detail, **wrong.params))) from None
    except UnicodeEncodeError:  # half of a character
        raise BadInput(told(option, at, say("This text cannot be printed."))) from None
    for pointer in _unprintable(raw, at):
        raise BadInput(told(option, pointer, say("This text cannot be printed.")))
    return value


def _unprintable(raw: Any, at: str) -> Iterator[str]:
    """Where in a value there is text that cannot be printed."""
    if isinstance(raw, str) and not raw.isprintable():
        yield at
    elif isinstance(raw, list):
        for place, one in enumerate(raw):
            yield from _unprintable(one, f"{at}/{place}")
    elif isinstance(raw, dict):
        for key, one in raw.items():
            yield from _unprintable(key, at)
            yield from _unprintable(one, f"{at}/{key}")


def told(option: str, pointer: str, why: str) -> str:
    """What is wrong with a field of an argument."""
    return f"{option}: {pointer}: {why}" if pointer else f"{option}: {why}"
