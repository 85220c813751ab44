"""Views and patches: documents that a page holds, and how an item of the journal changes them.

A *view* is JSON. Lists whose items have an `id` are keyed by it: a path such as
`stages/<id>/matches/<id>/slots/0/score` names one place, the order of such a list means nothing, and
a page sorts as it likes. Items of other lists are named by their position. A field that is null is the
same as one that is not there; an item of a list without ids may be null, and stays in its place.

The journal of a tournament patches the view of the whole tournament. A stage and a match are subtrees
of it, so what a stage's or match's watcher gets is the part of the patch below that place.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from esports.journal.facts import Change


def merge(view: Any, changes: Iterable[Change]) -> Any:
    """`view` with `changes` applied in order, as a new document; the given one is left as it is.

    Raises:
        ValueError: a change names a position that a list does not have: it belongs to another view.
    """
    for change in changes:
        view = _put(view, change.path.split("/") if change.path else [], change.value)
    return view


def _put(node: Any, path: list[str], value: Any) -> Any:
    if not path:
        return value
    head, rest = path[0], path[1:]
    if isinstance(node, list):
        return _put_by_id(node, head, rest, value) if _names_ids(node) else _put_at(node, head, rest, value)
    if node is None and value is None:
        return None
    fields = dict(node) if isinstance(node, dict) else {}
    changed = _put(fields.get(head), rest, value)
    if changed is None:
        fields.pop(head, None)
    else:
        fields[head] = changed
    return fields


def _put_by_id(items: list[Any], key: str, rest: list[str], value: Any) -> list[Any]:
    for index, item in enumerate(items):
        if item["id"] == key:
            changed = _put(item, rest, value)
            return [*items[:index], *([] if changed is None else [changed]), *items[index + 1 :]]
    added = _put({"id": key} if rest and value is not None else None, rest, value)
    return items if added is None else [*items, added]


def _put_at(items: list[Any], position: str, rest: list[str], value: Any) -> list[Any]:
    if not _is_position(items, position):
        raise ValueError(f"a list of {len(items)} has no item {position}")
    index = int(position)
    return [*items[:index], _put(items[index], rest, value), *items[index + 1 :]]


def _is_position(items: list[Any], step: str) -> bool:
    return step.isascii() and step.isdecimal() and int(step) < len(items)


def _names_ids(items: list[Any]) -> bool:
    """Whether a step into this list is an id (also where it is still empty) or a position."""
    return all(isinstance(item, dict) and "id" in item for item in items)


def diff(before: Any, after: Any, path: str = "") -> list[Change]:
    """The smallest changes at `path` that turn `before` into `after`."""
    if before == after:
        return []
    if isinstance(before, dict) and isinstance(after, dict):
        changes = _diff_fields(before, after, path)
    elif _keyed(before) and _keyed(after):
        changes = _diff_fields(_by_id(before), _by_id(after), path)
    elif _same_rows(before, after):
        changes = _diff_fields(_by_position(before), _by_position(after), path)
    else:
        changes = None
    return [Change(path, after)] if changes is None else changes


def _diff_fields(before: dict[str, Any], after: dict[str, Any], path: str) -> list[Change] | None:
    """Field by field, or None where a field's name cannot be a step of a path."""
    changes: list[Change] = []
    for key in [*before, *(key for key in after if key not in before)]:
        if not key or "/" in key:
            return None
        changes += diff(before.get(key), after.get(key), f"{path}/{key}" if path else key)
    return changes


def _keyed(value: Any) -> bool:
    """A list whose items all have an id of their own, so that the id names the item."""
    if not isinstance(value, list):
        return False
    ids = [item["id"] for item in value if isinstance(item, dict) and isinstance(item.get("id"), str)]
    return len(value) == len(ids) == len(set(ids))


def _by_id(items: list[Any]) -> dict[str, Any]:
    return {item["id"]: item for item in items}


def _same_rows(before: Any, after: Any) -> bool:
    """Two lists of as many objects without ids, such as the sides of a match."""
    if not (isinstance(before, list) and isinstance(after, list) and len(before) == len(after)):
        return False
    return all(isinstance(item, dict) and "id" not in item for item in [*before, *after])


def _by_position(items: list[Any]) -> dict[str, Any]:
    return {str(index): item for index, item in enumerate(items)}


def subtree(changes: Sequence[Change], root: str) -> list[Change]:
    """The part of `changes` that touches the place `root`, with paths that start there."""
    if not root:
        return list(changes)
    found: list[Change] = []
    for change in changes:
        if change.path == root:
            found.append(Change("", change.value))
        elif change.path.startswith(f"{root}/"):
            found.append(Change(change.path[len(root) + 1 :], change.value))
        elif not change.path or root.startswith(f"{change.path}/"):
            inside = root[len(change.path) :].strip("/").split("/")
            found.append(Change("", look_up(change.value, inside)))
    return found


def look_up(view: Any, path: Sequence[str]) -> Any:
    """What stands at `path`, or None."""
    for step in path:
        if isinstance(view, list) and _names_ids(view):
            view = next((item for item in view if item["id"] == step), None)
        elif isinstance(view, list):
            view = view[int(step)] if _is_position(view, step) else None
        elif isinstance(view, dict):
            view = view.get(step)
        else:
            return None
    return view


def normal(view: Any) -> Any:
    """`view` in a form in which two equal views compare equal: keyed lists as mappings, no nulls."""
    if isinstance(view, dict):
        return {key: normal(value) for key, value in view.items() if value is not None}
    if _keyed(view):
        return {"by id": {item["id"]: normal(item) for item in view}} if view else []
    if isinstance(view, list):
        return [normal(item) for item in view]
    return view
