"""Companies that were never registered: ordinary ones, phoenixes, a stable, one crowded address.

Companies House numbers have reached about seventeen million. These count up from 99000001: eight
digits, so every check of form passes, in a range that will not be reached in this century. Every
name begins with a stem of the invented streets.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from ppit_synthetic.borough.codes import CompanyStory
from ppit_synthetic.borough.ground import Ground, grown_on
from ppit_synthetic.borough.trade_records import Company, Officer
from ppit_synthetic.chance import day_between, happens, weighted
from ppit_synthetic.codes import Dwelling
from ppit_synthetic.records import Resident
from ppit_synthetic.streets import STEMS

FIRST_COMPANY_NUMBER = 99_000_001
_SHARE = 0.02
_FEWEST = 120
_STORY_EVERY = 2000  # people for each phoenix, and for each stable
_FEWEST_STORIES = 5
_MASS_COMPANIES = 18
_STABLE_COMPANIES = 4
_OLDEST = timedelta(days=15 * 365)
_OF_AGE_FOR = timedelta(days=4 * 365)  # so that a phoenix's first firm had a grown director too
_RISES_WITHIN = 300  # days from the first firm's end to the next firm's birth, at the most
_TRADES = (
    ("Roofing", "43910 - Roofing activities"),
    ("Builders", "41202 - Construction of domestic buildings"),
    ("Driveways", "43999 - Other specialised construction activities not elsewhere classified"),
    ("Catering", "56210 - Event catering activities"),
    ("Lettings", "68310 - Real estate agencies"),
    ("Couriers", "53202 - Unlicensed carrier"),
    ("Tree Care", "81300 - Landscape service activities"),
    ("Software", "62012 - Business and domestic software development"),
    ("Waste Services", "38110 - Collection of non-hazardous waste"),
    ("Crafts", "32990 - Other manufacturing not elsewhere classified"),
)
FAILED = ("Liquidation", "In Administration")
_STATUSES = weighted(
    (
        ("Active", 86.0),
        ("Active - Proposal to Strike off", 7.0),
        ("Liquidation", 4.0),
        ("In Administration", 3.0),
    )
)


@dataclass(slots=True)
class _Register:
    """Companies House, if there were another one. ``people`` are dealt out, each once."""

    rng: Random
    ground: Ground
    people: Iterator[Resident]
    companies: list[Company] = field(default_factory=list[Company])
    stems: list[str] = field(default_factory=list[str])

    def incorporate(
        self,
        people: list[Resident],
        born: date,
        name: tuple[str, str, str] | None = None,
        at: tuple[str, str] = ("", ""),
        story: CompanyStory | None = None,
    ) -> Company:
        """Enter a company of ``people``. ``at`` is a registered office other than their home."""
        stem, trade, sic = name or self.new_name()
        uprn, unit = at
        status = "Active" if story else _STATUSES.draw(self.rng)
        renamed = story is None and happens(self.rng, 0.08)
        renamed_on = day_between(self.rng, born, self.ground.as_of) if renamed else None
        company = Company(
            number=str(FIRST_COMPANY_NUMBER + len(self.companies)),
            name=f"{stem} {trade} Limited".upper(),
            previous_name=f"{self._stem()} {trade} LTD".upper() if renamed else None,
            renamed_on=renamed_on,
            status="Liquidation" if story is CompanyStory.PHOENIX_ASHES else status,
            sic=sic,
            incorporated_on=born,
            uprn=uprn or self.ground.truth.home_of(people[0].person_id) or "",
            unit=unit,
            officers=tuple(Officer(p.person_id, born, None) for p in people),
            story=story,
        )
        self.companies.append(company)
        return company

    def new_name(self) -> tuple[str, str, str]:
        return (self._stem(), *self.rng.choice(_TRADES))

    def founding_day(self, people: list[Resident]) -> date:
        """Draw a day on which all of them were of age."""
        last = self.ground.as_of - timedelta(days=30)
        return day_between(self.rng, max(last - _OLDEST, *map(grown_on, people)), last)

    def _stem(self) -> str:
        """Give out each stem once, then two at a time: no two companies have one name."""
        if self.stems:
            return self.stems.pop()
        return f"{self.rng.choice(STEMS)} & {STEMS[len(self.companies) % len(STEMS)]}"


def make_companies(ground: Ground) -> tuple[Company, ...]:
    """Return every company; outside the stables nobody is an officer of two but a phoenix.

    No two officers share a home, so that no two companies share an office by mere chance.
    """
    rng = ground.facts("companies")
    long_grown = ground.as_of - _OF_AGE_FOR
    dealt = [person for person in ground.adults if grown_on(person) < long_grown]
    rng.shuffle(dealt)
    one_a_home = {ground.truth.home_of(person.person_id): person for person in dealt}
    register = _Register(
        rng, ground, iter(one_a_home.values()), stems=rng.sample(STEMS, len(STEMS))
    )
    stories = max(_FEWEST_STORIES, len(ground.kent.people) // _STORY_EVERY)
    for _ in range(stories):
        _phoenix(register)
        _stable(register)
    _crowd(register)
    for _ in range(max(_FEWEST, int(len(ground.kent.people) * _SHARE))):
        people = [next(register.people) for _ in range(rng.choice((1, 1, 2)))]
        register.incorporate(people, register.founding_day(people))
    return tuple(register.companies)


def _phoenix(register: _Register) -> None:
    """Let a firm die in debt and its director found it again, a word longer, at the same door."""
    rng, as_of = register.rng, register.ground.as_of
    director = next(register.people)
    stem, trade, sic = register.new_name()
    risen_on = day_between(rng, as_of - timedelta(days=500), as_of - timedelta(days=40))
    founded = max(risen_on - timedelta(days=rng.randint(800, 3000)), grown_on(director))
    ashes = CompanyStory.PHOENIX_ASHES
    old = register.incorporate([director], founded, (stem, trade, sic), story=ashes)
    fresh = (f"{stem} {rng.choice(('Kent', 'South East', 'New'))}", trade, sic)
    risen = CompanyStory.PHOENIX_RISEN
    register.incorporate([director], risen_on, fresh, (old.uprn, ""), risen)
    left = risen_on + timedelta(days=rng.randint(-_RISES_WITHIN, 30))
    officers = (Officer(director.person_id, founded, max(founded, left)),)
    register.companies[-2] = replace(old, officers=officers)


def _stable(register: _Register) -> None:
    """Give one man several companies, each fronted by somebody else."""
    owner = next(register.people)
    for _ in range(_STABLE_COMPANIES):
        people = [next(register.people), owner]
        day = register.founding_day(people)
        register.incorporate(people, day, story=CompanyStory.ONE_MANS_STABLE)


def _crowd(register: _Register) -> None:
    """Register many firms at one door, each with a suite: mostly honest, all worth a look."""
    entries = register.ground.truth.entries.values()
    door = next(entry.uprn for entry in entries if entry.dwelling is Dwelling.BLOCK)
    for suite in range(1, _MASS_COMPANIES + 1):
        people = [next(register.people)]
        day = register.founding_day(people)
        at = (door, f"Suite {suite}")
        register.incorporate(people, day, at=at, story=CompanyStory.MASS_REGISTERED)
