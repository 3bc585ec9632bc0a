"""People as the columns that the settings name, and the shares of their names."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from json import dumps
from typing import TypedDict

import polars as pl

from ppit_match.splink.ladder import main_family, main_given
from ppit_matching.dates.birth import BirthDate
from ppit_matching.linking.pairs import MOST_SHARING
from ppit_matching.people.keys import person_keys
from ppit_matching.people.person import Person
from ppit_matching.scoring.model import Model

SCHEMA: dict[str, type[pl.DataType] | pl.DataType] = {
    "unique_id": pl.String,
    "source": pl.String,
    "person": pl.String,
    "given": pl.String,
    "family": pl.String,
    "joint": pl.Boolean,
    "birth_year": pl.Int32,
    "birth_month": pl.Int32,
    "birth_day": pl.Int32,
    "birth_digits": pl.String,
    "postcode": pl.String,
    "phone": pl.String,
    "email": pl.String,
    "national_insurance": pl.String,
    "sex": pl.String,
    "generation": pl.String,
    "keys": pl.List(pl.Int64),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A person under an id that no other record of any list has, and the list's name."""

    unique_id: str
    person: Person
    source: str = ""


class _Row(TypedDict):
    unique_id: str
    source: str
    person: str
    given: str | None
    family: str | None
    joint: bool
    birth_year: int | None
    birth_month: int | None
    birth_day: int | None
    birth_digits: str | None
    postcode: str | None
    phone: str | None
    email: str | None
    national_insurance: str | None
    sex: str | None
    generation: str | None
    keys: list[int]


def records_for_splink(people: Iterable[Listed], most_sharing: int = MOST_SHARING) -> pl.DataFrame:
    """Return the records, one row a person, with the keys that both engines block on.

    A key that more than `most_sharing` records share is left out, as in `linking.pairs`.
    """
    rows = [_row(listed) for listed in people]
    sharing = Counter(key for row in rows for key in row["keys"])
    for row in rows:
        row["keys"] = [key for key in row["keys"] if sharing[key] <= most_sharing]
    return pl.DataFrame(rows, schema=SCHEMA)


def given_shares(records: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Return `given` and `tf_given`: the share of people who bear each name of the column."""
    names = _names(records, "given")
    shares = [2 ** -model.shares.given_bits(name) for name in names]
    return pl.DataFrame({"given": names, "tf_given": shares}, schema=_lookup("given"))


def family_shares(records: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Return `family` and `tf_family`, likewise."""
    names = _names(records, "family")
    shares = [2 ** -model.shares.family_bits(name) for name in names]
    return pl.DataFrame({"family": names, "tf_family": shares}, schema=_lookup("family"))


def _names(records: pl.DataFrame, column: str) -> list[str]:
    return [str(name) for name in records[column].drop_nulls().unique().sort()]


def _lookup(column: str) -> dict[str, type[pl.DataType]]:
    return {column: pl.String, f"tf_{column}": pl.Float64}


def _row(listed: Listed) -> _Row:
    person = listed.person
    born = person.born
    return _Row(
        unique_id=listed.unique_id,
        source=listed.source,
        person=_what_the_ladder_reads(person),
        given=main_given(person),
        family=main_family(person),
        joint=person.joint,
        birth_year=born.year,
        birth_month=born.month,
        birth_day=born.day,
        birth_digits=_digits(born),
        postcode=person.address.postcode if person.address else None,
        phone=person.phone or None,
        email=person.email or None,
        national_insurance=person.national_insurance or None,
        # A joint row's sex may be the other member's.
        sex=None if person.joint else person.sex or None,
        generation=person.generation or None,
        keys=sorted(person_keys(person)),
    )


def _what_the_ladder_reads(person: Person) -> str:
    """Keep what `levels_text` reads, and what may decide the table of weights, date and telephone:
    the rest has columns of its own.
    """
    kept = Person(
        given=person.given,
        family=person.family,
        known_as=person.known_as,
        former=person.former,
        joint=person.joint,
        born=person.born,
        address=person.address,
        phone=person.phone,
    )
    return dumps(kept.as_json(), separators=(",", ":"))


def _digits(born: BirthDate) -> str | None:
    if not born.full:
        return None
    return f"{born.day:02d}{born.month:02d}{born.year:04d}"
