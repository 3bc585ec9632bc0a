"""Whom an entry of the log names: what the index of subjects is made from, and nothing else.

Three kinds name people. A fact: those searched for and those disclosed. An alias: two pseudonyms
that are one person from now on. A reveal: those whom a covert entry sealed; until then the covert
entry commits to them and names nobody, so that who is under investigation is not told by asking.
"""

import json
from collections.abc import Mapping
from typing import cast

from ppit_gateway.log.entries import Kind

FACT = "fact"
NAMING = (FACT, Kind.ALIAS.value, Kind.REVEAL.value)
"""The kinds of entries that name people."""
SUBJECTS = ("subjects_searched", "subjects_disclosed")


def named_by(text: str) -> frozenset[str]:
    """Return the pseudonyms that a leaf names, each once however often it does."""
    leaf = members(json.loads(text))
    body = members(leaf.get("body"))
    if leaf.get("kind") == Kind.ALIAS:
        return _texts(body.get("pseudonyms"))
    if leaf.get("kind") == Kind.REVEAL:
        openings = members(body.get("openings")).values()
        return _texts([members(one).get("value") for one in openings])
    if leaf.get("kind") != FACT:
        return frozenset()
    fact = members(body.get("fact"))
    searched, disclosed = (_texts(fact.get(name)) for name in SUBJECTS)
    return searched | disclosed


def members(value: object) -> Mapping[str, object]:
    """Return an object's members; of what is no object, none."""
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def _texts(value: object) -> frozenset[str]:
    listed = cast("list[object]", value) if isinstance(value, list) else []
    return frozenset(one for one in listed if isinstance(one, str))
