"""A long list of people in households, made by columns: a million records in half a minute.

Families share surname, door and often a phone; there are twins, fathers and sons of one name,
people who moved or married, and every field is typed by one of two error models. Nobody in it
lives. Names, streets and districts are those of the synthetic Kent.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import cast

import numpy as np
from numpy.typing import NDArray

from ppit_matching.linking.texts import PeopleTexts
from ppit_synthetic.districts import TOWNS
from ppit_synthetic.given_british import _MEN, _WOMEN  # pyright: ignore[reportPrivateUsage]
from ppit_synthetic.nicknames import SHORT_FORMS
from ppit_synthetic.streets import STEMS

Texts = NDArray[np.object_]
Ints = NDArray[np.int64]
RECORDS_A_PERSON = (0.72, 0.19, 0.06, 0.03)
SIZES = (0.3, 0.34, 0.16, 0.14, 0.06)
ENDINGS = ("", "son", "ton", "ley", "man", "well", "s", "er")
KINDS = ("Road", "Close", "Street", "Avenue", "Lane", "Drive", "Way", "Gardens", "Grove")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
UNIT = "ABDEFGHJLNPQRSTUWXYZ"
DOORS_A_STREET = 40


class Errors(StrEnum):
    """Two ways of typing; nothing was ever tuned on the second."""

    EVERYDAY = "everyday"
    HELD_OUT = "held_out"


@dataclass(frozen=True, slots=True)
class Shares:
    """How often each thing happens to a record."""

    typo: float
    short_name: float
    initial: float
    no_given: float
    married: float
    no_date: float
    turned_date: float
    slipped_date: float
    january: float
    moved: float
    no_postcode: float
    street_typo: float
    no_phone: float
    other_phone: float


SHARES = {
    Errors.EVERYDAY: Shares(
        0.03, 0.07, 0.02, 0.01, 0.03, 0.06, 0.01, 0.02, 0.01, 0.12, 0.03, 0.04, 0.4, 0.1
    ),
    Errors.HELD_OUT: Shares(
        0.05, 0.04, 0.04, 0.02, 0.02, 0.1, 0.02, 0.03, 0.02, 0.09, 0.06, 0.06, 0.5, 0.07
    ),
}


@dataclass(frozen=True, slots=True)
class Households:
    """The list and, for each record, the person who it is of."""

    people: PeopleTexts
    truth: Ints


def make_households(seed: int, records: int, errors: Errors = Errors.EVERYDAY) -> Households:
    """Make about `records` records, some 1.4 a person and 2.3 people a household."""
    chance = np.random.default_rng((seed, list(Errors).index(errors)))
    lives = _Lives(chance, int(records / 1.4))
    copies = chance.choice(len(RECORDS_A_PERSON), lives.people, p=RECORDS_A_PERSON) + 1
    person = np.repeat(np.arange(lives.people), copies)
    chance.shuffle(person)
    return Households(_Typist(chance, SHARES[errors], lives, person).write(), person)


class _Lives:
    """Who lives where, by columns of people."""

    def __init__(self, chance: np.random.Generator, wanted: int) -> None:
        sizes = chance.choice(len(SIZES), int(wanted / 2.32) + 1, p=SIZES) + 1
        self.home = np.repeat(np.arange(len(sizes)), sizes)
        self.people = people = len(self.home)
        place = np.arange(people) - (np.cumsum(sizes) - sizes)[self.home]
        child = place >= 2
        self.family_number = _zipf(chance, len(STEMS) * len(ENDINGS), len(sizes))[self.home]
        lodger = chance.random(people) < 0.06
        self.family_number[lodger] = _zipf(chance, len(STEMS) * len(ENDINGS), int(lodger.sum()))
        self.woman = np.where(child, chance.random(people) < 0.5, place % 2 == 1)
        parents = chance.integers(1940, 1990, len(sizes))[self.home]
        years = np.where(
            child,
            parents + chance.integers(20, 40, people),
            parents + chance.integers(-3, 4, people),
        )
        self.year = np.minimum(years, 2010)
        self.month, self.day = chance.integers(1, 13, people), chance.integers(1, 29, people)
        twins = np.flatnonzero((place >= 3) & (chance.random(people) < 0.03))
        for part in (self.year, self.month, self.day):
            part[twins] = part[twins - 1]
        self.given = _given(chance, self.woman, self.year)
        sons = np.flatnonzero((place == 2) & ~self.woman & (chance.random(people) < 0.04))
        self.given[sons] = self.given[sons - 2]
        streets = max(len(sizes) // DOORS_A_STREET + 1, 20)
        self.doors = _Doors(chance, streets)
        self.door = chance.permutation(streets * DOORS_A_STREET * 5 // 4)[: len(sizes)][self.home]
        own = chance.integers(0, 10**9, people)
        shared = chance.random(len(sizes)) < 0.5
        self.phone = np.where(
            shared[self.home], chance.integers(0, 10**9, len(sizes))[self.home], own
        )


def _zipf(chance: np.random.Generator, values: int, wanted: int) -> Ints:
    weights = 1 / (np.arange(values) + 12.0) ** 0.9
    return chance.choice(values, wanted, p=weights / weights.sum())


def _given(chance: np.random.Generator, woman: NDArray[np.bool_], year: Ints) -> Texts:
    """Draw first names that were in use in the year of birth."""
    found = np.empty(len(year), object)
    for text, sex in ((_MEN, False), (_WOMEN, True)):
        for era, names in enumerate(text.split("|")):
            rows = np.flatnonzero((woman == sex) & (np.clip((year - 1930) // 15, 0, 6) == era))
            known = np.array(names.split(), object)
            weights = 1 / (np.arange(len(known)) + 3.0)
            found[rows] = known[chance.choice(len(known), len(rows), p=weights / weights.sum())]
    return found


class _Doors:
    """Streets with their postcode and town; a door's number says which."""

    def __init__(self, chance: np.random.Generator, streets: int) -> None:
        stems, kinds = np.array(STEMS, object), np.array(KINDS, object)
        which = chance.integers(0, len(stems), streets), chance.integers(0, len(kinds), streets)
        self.names = np.array(
            [f"{a} {b}" for a, b in zip(stems[which[0]], kinds[which[1]], strict=True)], object
        )
        towns = sorted({place.name for place in TOWNS})
        town = chance.integers(0, len(towns), streets)
        self.towns = np.array([towns[place] for place in town], object)
        units = chance.integers(0, 20, (streets, 2))
        sector = chance.integers(0, 10, streets)
        self.postcodes = np.array(
            [
                f"CT{place % 40 + 1} {digit}{UNIT[one]}{UNIT[two]}"
                for place, digit, (one, two) in zip(town, sector, units, strict=True)
            ],
            object,
        )

    def at(self, door: Ints) -> tuple[Texts, Texts, Texts]:
        street = door // (DOORS_A_STREET * 5 // 4) % len(self.names)
        numbers = (door % (DOORS_A_STREET * 5 // 4) + 1).tolist()
        named = zip(numbers, self.names[street].tolist(), strict=True)
        lines = np.array([f"{number} {name}" for number, name in named], object)
        return lines, self.towns[street].copy(), self.postcodes[street].copy()


class _Typist:
    """Writes one record after another, by columns."""

    def __init__(
        self, chance: np.random.Generator, shares: Shares, lives: _Lives, person: Ints
    ) -> None:
        self._chance, self._shares, self._lives, self._person = chance, shares, lives, person

    def write(self) -> PeopleTexts:
        lives, person = self._lives, self._person
        door = lives.door[person].copy()
        moved = self._happens(self._shares.moved)
        door[moved] = self._chance.integers(0, int(lives.door.max()) + 1, int(moved.sum()))
        lines, towns, postcodes = lives.doors.at(door)
        lines = self._typed(lines, self._shares.street_typo)
        postcodes[self._happens(self._shares.no_postcode)] = None
        return PeopleTexts(
            len(person),
            given=_texts(self._given()),
            family=_texts(self._family()),
            date_of_birth=_texts(self._dates()),
            address_lines=(_texts(lines), _texts(towns)),
            postcode=_texts(postcodes),
            phone=_texts(self._phones()),
            sex=_texts(np.where(lives.woman[person], "F", "M").astype(object)),
        )

    def _happens(self, share: float) -> NDArray[np.bool_]:
        return self._chance.random(len(self._person)) < share

    def _typed(self, texts: Texts, share: float) -> Texts:
        """Drop, double, exchange or turn round a letter of some."""
        rows = np.flatnonzero(self._happens(share))
        for row in rows.tolist():
            texts[row] = _slip(self._chance, str(texts[row]))
        return texts

    def _given(self) -> Texts:
        given = self._lives.given[self._person].copy()
        for row in np.flatnonzero(self._happens(self._shares.short_name)).tolist():
            forms = SHORT_FORMS.get(str(given[row]))
            given[row] = forms[0] if forms else given[row]
        given = self._typed(given, self._shares.typo)
        initial = self._happens(self._shares.initial)
        given[initial] = [str(name)[0] for name in given[initial]]
        given[self._happens(self._shares.no_given)] = None
        return given

    def _family(self) -> Texts:
        number = self._lives.family_number[self._person].copy()
        married = self._happens(self._shares.married) & self._lives.woman[self._person]
        number[married] = _zipf(self._chance, len(STEMS) * len(ENDINGS), int(married.sum()))
        names = np.array([stem + end for end in ENDINGS for stem in STEMS], object)
        return self._typed(names[number], self._shares.typo)

    def _dates(self) -> Texts:
        lives, person, shares = self._lives, self._person, self._shares
        year, month, day = (part[person].copy() for part in (lives.year, lives.month, lives.day))
        slipped = np.flatnonzero(self._happens(shares.slipped_date))
        third = self._chance.integers(0, 3, len(slipped))
        for place, (part, least, most) in enumerate(
            ((year, 1930, 2010), (month, 1, 13), (day, 1, 29))
        ):
            rows = slipped[third == place]
            part[rows] = np.clip(
                part[rows] + self._chance.choice([-10, -1, 1], len(rows)), least, most - 1
            )
        january = self._happens(shares.january)
        month[january] = day[january] = 1
        turned = self._happens(shares.turned_date) & (day <= 12)
        month[turned], day[turned] = day[turned].copy(), month[turned].copy()
        texts = np.array(
            [f"{y}-{m:02d}-{d:02d}" for y, m, d in zip(year, month, day, strict=True)], object
        )
        texts[self._happens(shares.no_date)] = None
        return texts

    def _phones(self) -> Texts:
        number = self._lives.phone[self._person].copy()
        other = self._happens(self._shares.other_phone)
        number[other] = self._chance.integers(0, 10**9, int(other.sum()))
        texts = np.array([f"07{digits:09d}" for digits in number], object)
        texts[self._happens(self._shares.no_phone)] = None
        return texts


def _slip(chance: np.random.Generator, text: str) -> str:
    place, kind = int(chance.integers(1, max(len(text) - 1, 2))), int(chance.integers(0, 4))
    if kind == 0:
        return text[:place] + text[place + 1 :]
    if kind == 1:
        return text[:place] + text[place : place + 1] + text[place:]
    if kind == 2:
        return text[:place] + LETTERS[int(chance.integers(0, 26))] + text[place + 1 :]
    return text[: place - 1] + text[place : place + 1] + text[place - 1 : place] + text[place + 1 :]


def _texts(column: Texts) -> list[str | None]:
    return cast("list[str | None]", column.tolist())
