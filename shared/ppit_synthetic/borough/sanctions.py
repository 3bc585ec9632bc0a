"""A sanctions list of invented subjects, a few of whom meet an applicant: in earnest, or barely.

Surnames are put together from syllables, so that no subject is anybody, but for those who meet an
applicant: they bear the name of a resident, who is nobody either. Unique IDs begin with KNT, which
is no regime's prefix, and the regime says that it is none.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from ppit_synthetic.borough.codes import MatchStrength
from ppit_synthetic.borough.ground import Ground, name_key
from ppit_synthetic.borough.trade_records import (
    Application,
    ListedName,
    SanctionedSubject,
    SanctionsMatch,
)
from ppit_synthetic.chance import day_between, happens, weighted, words
from ppit_synthetic.records import Resident
from ppit_synthetic.streets import STEMS

PRIMARY, VARIATION, ALIAS = "Primary Name", "Primary name variation", "Alias"
GOOD, LOW = "Good quality a.k.a", "Low quality a.k.a"
_SUBJECTS = 120
_EACH_MATCH = 3
_MATCH_EVERY = 12_000
_FIRST = words("Zor Vel Kar Mun Tash Bel Drov Ulm Ister Grev Osk Yav")
_SECOND = words("ovin eshko adze umara ikund ovast erlan imbek otzar undri")
_GIVEN = words("Avtel Borin Cavro Dastel Emvar Fendo Garuk Hastan Ilvo Jorun Kestra Lumira Miltha")
_PLACES = words("Ostvale Karnum Belreth Tashport Movrin Uldra")
_SCRIPTS = words("Зорвелин Тасхумар Велкунд Дровастин Ымбеков")
_REASONS = (
    "Invented &amp; involved in nothing: this subject&#39;s entry is synthetic.",
    "Provided &quot;support&quot; to a synthetic regime, i.e. &lt;none&gt;.",
    "Associated with other invented persons &#8211; see KNT entries.",
)
_KINDS = weighted((("Individual", 70.0), ("Entity", 22.0), ("Ship", 8.0)))
_EPOCH = date(1945, 1, 1)


@dataclass(slots=True)
class _Lister:
    """Enters subjects one after another."""

    rng: Random
    as_of: date
    subjects: list[SanctionedSubject] = field(default_factory=list[SanctionedSubject])

    def enter(
        self, kind: str, names: tuple[ListedName, ...], birthdays: tuple[str, ...]
    ) -> SanctionedSubject:
        rng = self.rng
        subject = SanctionedSubject(
            unique_id=f"KNT{len(self.subjects) + 1:04d}",
            kind=kind,
            names=names,
            script_name=rng.choice(_SCRIPTS) if happens(rng, 0.3) else "",
            birthdays=birthdays,
            places=tuple(rng.sample(_PLACES, rng.choice((1, 1, 2, 3)))),
            reasons=rng.choice(_REASONS),
            designated_on=day_between(rng, date(2012, 1, 1), self.as_of - timedelta(days=30)),
        )
        self.subjects.append(subject)
        return subject

    def invented(self) -> ListedName:
        family = self.rng.choice(_FIRST) + self.rng.choice(_SECOND)
        return ListedName(family.upper(), tuple(self.rng.sample(_GIVEN, 2)), PRIMARY)

    def alias(self, strength: str) -> ListedName:
        name = self.invented()
        return ListedName(name.family, name.given[:1], ALIAS, strength)

    def birthdays(self) -> tuple[str, ...]:
        """Write one or two birthdays, as fuzzy as the list has them."""
        return tuple(
            fuzzy(self.rng, day_between(self.rng, _EPOCH, date(1995, 12, 31)))
            for _ in range(self.rng.choice((1, 1, 2)))
        )


def fuzzy(rng: Random, day: date) -> str:
    """Write a date whole or with its day, its month or the end of its year unknown."""
    whole = f"{day:%d/%m/%Y}"
    half_a_year = f"{day:%d/%m}/{day.year // 100}yy"
    return rng.choice((whole, whole, f"dd/mm/{day.year}", f"00/00/{day.year}", half_a_year))


def make_sanctions(
    ground: Ground, applications: tuple[Application, ...]
) -> tuple[tuple[SanctionedSubject, ...], tuple[SanctionsMatch, ...]]:
    """Return the list's subjects, and which applicants meet one of them how closely."""
    rng = ground.facts("sanctions")
    lister = _Lister(rng, ground.as_of)
    for _ in range(_SUBJECTS):
        _enter_stranger(lister)
    matches: list[SanctionsMatch] = []
    each = max(_EACH_MATCH, len(ground.kent.people) // _MATCH_EVERY)
    chosen = iter(rng.sample(_free(ground, applications), each * len(MatchStrength)))
    for strength in MatchStrength:
        for _ in range(each):
            application, person = next(chosen)
            subject = _enter_match(lister, strength, person)
            matches.append(SanctionsMatch(application.application_id, subject.unique_id, strength))
    return tuple(lister.subjects), tuple(matches)


def _free(
    ground: Ground, applications: tuple[Application, ...]
) -> list[tuple[Application, Resident]]:
    """Return the applicants outside the rings whose name no other applicant bears."""
    people = [(one, ground.person(one.person_id)) for one in applications if one.person_id]
    named = Counter(name_key(person) for _, person in people)
    return [(one, p) for one, p in people if one.ring_id is None and named[name_key(p)] == 1]


def _enter_stranger(lister: _Lister) -> None:
    rng = lister.rng
    kind = _KINDS.draw(rng)
    if kind == "Individual":
        extra = [lister.alias(rng.choice((GOOD, LOW))) for _ in range(rng.choice((0, 1, 2)))]
        lister.enter(kind, (lister.invented(), *extra), lister.birthdays())
        return
    word = "TRADING HOUSE" if kind == "Entity" else "STAR"
    name = f"{lister.invented().family} {rng.choice(STEMS).upper()} {word}"
    lister.enter(kind, (ListedName(name, (), PRIMARY),), ())


def _enter_match(lister: _Lister, strength: MatchStrength, person: Resident) -> SanctionedSubject:
    rng, born = lister.rng, person.born
    given, family = person.name.given, person.name.family.upper()
    match strength:
        case MatchStrength.STRONG:
            names = (ListedName(family, given, PRIMARY), lister.alias(GOOD))
            birthdays = (f"{born:%d/%m/%Y}",)
        case MatchStrength.WEAK:
            primary = ListedName(family, (lister.invented().given[0],), PRIMARY)
            names = (primary, ListedName(family, given[:1], VARIATION))
            birthdays = (rng.choice((f"00/00/{born.year}", f"dd/mm/{born.year}")),)
        case MatchStrength.LOW_QUALITY_ALIAS:
            names = (lister.invented(), ListedName(family, given[:1], ALIAS, LOW))
            other = born.year - 15 if born.year > _EPOCH.year else born.year + 15
            birthdays = (f"00/00/{other}",)
    return lister.enter("Individual", names, birthdays)
