"""Reads the register and the gazetteer for a list of visits, all of them at a time.

Names are looked up first, then what follows from them and from the doors is read in one statement.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from ppit_matching import KEY_VERSION, Address, MalformedRecord, Person
from ppit_officer_safety.domain.advice import HeldMarker
from ppit_officer_safety.domain.audience import Audience
from ppit_officer_safety.domain.codes import ContactMode
from ppit_officer_safety.domain.identify import Candidates
from ppit_officer_safety.domain.lifecycle import MarkerState, Term
from ppit_officer_safety.domain.measures import ControlMeasure
from ppit_officer_safety.domain.people import Nominal
from ppit_officer_safety.domain.sources import Source, SourceRecord
from ppit_officer_safety.storage.lookup_sql import HOT_KEY, LOOK_UP, MOST_CANDIDATES
from ppit_platform.db import Transaction
from ppit_platform.gazetteer.place import Door
from ppit_platform.person_index import IndexState, Look, PersonIndex

_Body = Mapping[str, object]
_Line = tuple[str, int, object]
_Found = Mapping[tuple[str, int], Sequence[_Body]]
# A stored record of another shape fails in any of these ways.
_UNREADABLE = (SQLAlchemyError, MalformedRecord, AttributeError, KeyError, TypeError, ValueError)


class RegisterUnreadable(Exception):
    """The register did not answer, or answered what this code cannot read."""


@dataclass(frozen=True, slots=True)
class LookUpKeys:
    """What one visit asks for: a UPRN, hashed keys of its address, hashed keys of its people."""

    uprn: str | None
    door_keys: Collection[int]
    person_keys: Collection[int]


@dataclass(frozen=True, slots=True)
class RegisterView:
    """What was read at ``read_at`` (the database's clock), visit by visit in the order asked."""

    read_at: datetime
    sources: tuple[SourceRecord, ...]
    candidates: tuple[Candidates, ...]


class RegisterStore:
    def __init__(self, session: Transaction) -> None:
        self._session = session

    async def look_up(self, visits: Sequence[LookUpKeys]) -> RegisterView:
        """Raise ``RegisterUnreadable`` if anything fails: the transaction is void after it."""
        try:
            connection = await self._session.connection()
            look = await PersonIndex(self._session).look([each.person_keys for each in visits])
            rows = await connection.execute(LOOK_UP, _parameters(visits, look))
            return _view(cast("Sequence[_Line]", rows.all()), look)
        except _UNREADABLE as failure:
            raise RegisterUnreadable from failure


def _parameters(visits: Sequence[LookUpKeys], look: Look) -> dict[str, object]:
    doors = [(number, key) for number, asked in enumerate(visits) for key in asked.door_keys]
    people = [(number, one) for number, found in enumerate(look.found) for one in found.subject_ids]
    uprns = [(number, asked.uprn) for number, asked in enumerate(visits) if asked.uprn is not None]
    return {
        "door_visits": [visit for visit, _ in doors],
        "door_keys": [key for _, key in doors],
        "person_visits": [visit for visit, _ in people],
        "nominal_ids": [nominal_id for _, nominal_id in people],
        "uprn_visits": [visit for visit, _ in uprns],
        "uprns": [uprn for _, uprn in uprns],
        "hot": HOT_KEY,
        "most": MOST_CANDIDATES,
        "key_version": KEY_VERSION,
        "index_state": look.state.value,
        "held_version": KEY_VERSION if look.state is IndexState.CURRENT else "other",
    }


def _view(rows: Sequence[_Line], look: Look) -> RegisterView:
    found: defaultdict[tuple[str, int], list[_Body]] = defaultdict(list)
    for kind, visit, body in rows:
        found[kind, visit].append(cast("_Body", body))
    return RegisterView(
        # What was read later than the names is newer: the register speaks of the earlier moment.
        look.as_at,
        tuple(_source(body) for body in found["source", 0]),
        tuple(
            _candidates(found, number, crowded=names.crowded)
            for number, names in enumerate(look.found)
        ),
    )


def _candidates(found: _Found, visit: int, *, crowded: bool) -> Candidates:
    doors = [_door(body) for body in found.get(("door", visit), ())]
    parents = {
        cast("str", body["uprn"]): cast("str", body["parent_uprn"])
        for body in found.get(("near", visit), ())
    }
    return Candidates(
        doors={door.uprn: door for door in doors},
        nominals=tuple(_nominal(body) for body in found.get(("nominal", visit), ())),
        markers=tuple(_marker(body) for body in found.get(("marker", visit), ())),
        parents=parents,
        crowded_doors=("crowded_doors", visit) in found,
        crowded_people=crowded,
    )


def _source(body: _Body) -> SourceRecord:
    fresh_until = cast("str | None", body["fresh_until"])
    return SourceRecord(
        Source(cast("str", body["source"])),
        cast("str", body["version"]),
        cast("str | None", body["key_version"]),
        datetime.fromisoformat(cast("str", body["loaded_at"])),
        datetime.fromisoformat(fresh_until) if fresh_until else None,
    )


def _door(body: _Body) -> Door:
    return Door(
        cast("str", body["uprn"]),
        Address.from_json(cast("_Body", body["address"])),
        cast("str", body["area_gss"]),
        cast("str | None", body["parent_uprn"]),
    )


def _nominal(body: _Body) -> Nominal:
    person = Person.from_json(cast("_Body", body["person"]))
    home = cast("_Body | None", body["home"])
    if home is not None:
        # Where the gazetteer says they live goes before what the address looked like when typed.
        person = replace(person, address=Address.from_json(home))
    return Nominal(
        UUID(cast("str", body["nominal_id"])),
        person,
        cast("str | None", body["uprn"]),
    )


def _marker(body: _Body) -> HeldMarker:
    nominal_id = cast("str | None", body["nominal_id"])
    review_due = cast("str | None", body["review_due"])
    expires_at = cast("str | None", body["expires_at"])
    covert_until = cast("str | None", body["covert_until"])
    return HeldMarker(
        marker_id=UUID(cast("str", body["marker_id"])),
        version=cast("int", body["version"]),
        nominal_id=UUID(nominal_id) if nominal_id else None,
        uprn=cast("str | None", body["uprn"]),
        measures=frozenset(ControlMeasure(each) for each in _texts(body, "measures")),
        audience=frozenset(Audience(each) for each in _texts(body, "audience")),
        modes=frozenset(ContactMode(each) for each in _texts(body, "modes")),
        term=Term(
            MarkerState(cast("str", body["state"])),
            date.fromisoformat(review_due) if review_due else None,
            datetime.fromisoformat(expires_at) if expires_at else None,
        ),
        covert_until=date.fromisoformat(covert_until) if covert_until else None,
    )


def _texts(body: _Body, field: str) -> list[str]:
    return cast("list[str]", body[field])
