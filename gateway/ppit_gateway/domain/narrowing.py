"""Which fields a partner asks for by name: ``?fields=result,control_measures``.

The gate alone reads it; no service ever hears of it. What is asked narrows what the agreement
allows and widens nothing, and a field that the agreement does not have is refused, not left out.
"""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from ppit_gateway.domain.agreements import EVERY_FIELD
from ppit_gateway.errors import BadRequest

MOST_FIELDS = 50
_NAME = "fields="
_PATH = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*", re.ASCII)


def read_fields(query: str) -> tuple[str, frozenset[str] | None]:
    """Take ``fields`` out of a raw query: return what is left as it stands, and the dotted paths.

    None where nothing is asked by name. ``BadRequest`` for what is no list of paths, or two lists.
    """
    if _NAME not in query:
        return query, None
    parts = query.split("&")
    lists = [part.removeprefix(_NAME) for part in parts if part.startswith(_NAME)]
    if not lists:
        return query, None
    paths = unquote(lists[0]).split(",")
    if len(lists) > 1 or len(paths) > MOST_FIELDS or not all(map(_PATH.fullmatch, paths)):
        msg = f"fields is one list of at most {MOST_FIELDS} dotted names, separated by commas"
        raise BadRequest(msg)
    return "&".join(part for part in parts if not part.startswith(_NAME)), frozenset(paths)


def narrowed_to(
    asked: Iterable[str], allowed: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return what of ``allowed`` is asked for, and what is asked for and not allowed.

    Of a path and one below it the longer counts, whichever side named it.
    """
    kept: set[str] = set()
    beyond: set[str] = set()
    for path in asked:
        found = {longer for one in allowed if (longer := _longer(path, one))}
        kept |= found
        if not found:
            beyond.add(path)
    return frozenset(kept), frozenset(beyond)


def _longer(asked: str, allowed: str) -> str | None:
    if allowed == EVERY_FIELD or f"{asked}.".startswith(f"{allowed}."):
        return asked
    return allowed if f"{allowed}.".startswith(f"{asked}.") else None
