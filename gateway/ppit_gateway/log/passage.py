"""How needs, people seen and turns are written into a frame, and read back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from ppit_gateway.log.turnstile import Breadth, Limit, Needs, Seen, Turn


def write_passage(needs: Needs, seen: Seen | None) -> dict[str, object]:
    """Return only what there is of it: most entries of the house need nothing."""
    said: dict[str, object] = {}
    if needs.once:
        said["once"] = needs.once
    if needs.limits:
        said["limits"] = [[one.name, one.key, one.quota, one.window] for one in needs.limits]
    if needs.breadth:
        said["breadth"] = [needs.breadth.key, needs.breadth.most]
    if seen:
        said["seen"] = [seen.key, list(seen.people)]
    return said


def read_needs(message: Mapping[str, object]) -> Needs:
    """Read them; ``ValueError`` or ``TypeError`` for what ``write_passage`` did not write."""
    limits = cast("Sequence[tuple[str, str, object, object]]", message.get("limits", ()))
    breadth = cast("tuple[str, object] | None", message.get("breadth"))
    return Needs(
        _text(message.get("once", "")),
        tuple(
            Limit(_text(name), _text(key), _positive(quota), _positive(window))
            for name, key, quota, window in limits
        ),
        None if breadth is None else _breadth(*breadth),
    )


def read_seen(message: Mapping[str, object]) -> Seen | None:
    """Read them, if any were seen. Raises as ``read_needs``."""
    if "seen" not in message:
        return None
    key, people = cast("tuple[object, Sequence[object]]", message["seen"])
    return Seen(_text(key), tuple(map(_text, people)))


def write_turns(turns: Iterable[Turn]) -> list[list[object]]:
    return [[turn.name, turn.remaining, turn.reset] for turn in turns]


def read_turns(value: object) -> tuple[Turn, ...]:
    return tuple(Turn(*one) for one in cast("Sequence[tuple[str, int, int]]", value))


def _breadth(key: object, most: object) -> Breadth:
    return Breadth(_text(key), _positive(most))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _positive(value: object) -> int:
    if type(value) is not int or value < 1:
        raise TypeError
    return value
