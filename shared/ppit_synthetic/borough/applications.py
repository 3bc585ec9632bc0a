"""Who applies for a grant: people, companies, fraud rings, and couples who share honestly.

No two applications share an account, a telephone, or an address without a reason given here: a ring
(what its members share is named), a couple at home, or the crowded registered office.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from ppit_synthetic.borough.codes import CompanyStory, RingLink
from ppit_synthetic.borough.companies import FAILED
from ppit_synthetic.borough.ground import Ground, grown_on
from ppit_synthetic.borough.keys import own_key
from ppit_synthetic.borough.trade_records import Application, Company, Ring
from ppit_synthetic.chance import day_between, happens
from ppit_synthetic.codes import Dwelling
from ppit_synthetic.records import Resident
from ppit_synthetic.typed import TypedAddress

_PEOPLE_SHARE = 0.012
_FEWEST_PEOPLE = 120
_COMPANIES_A_PERSON = 0.4
_RING_EVERY = 8000  # people for one ring of each kind
_FEWEST_RINGS = 2
_COUPLE_EVERY = 1500
_FEWEST_COUPLES = 5
_CROWDED = 6
_RECENT = timedelta(days=120)
_DOUBTFUL = 5
_SCHEMES = ("Start-up grant", "Energy grant", "High street grant", "Hardship fund")


@dataclass(frozen=True, slots=True)
class Sharing:
    """What an application has in common with others, where it has."""

    ring_id: str | None = None
    account: str = ""
    phone: str = ""
    address: TypedAddress | None = None


_NOTHING_SHARED = Sharing()


@dataclass(slots=True)
class Counter:
    """Takes applications in. ``phones`` are dealt, each once; when they run out there are none."""

    ground: Ground
    rng: Random
    writing: Random
    phones: list[str]
    pool: list[Resident]
    taken: set[str] = field(default_factory=set[str])
    applications: list[Application] = field(default_factory=list[Application])
    rings: list[Ring] = field(default_factory=list[Ring])

    def people(self, wanted: int) -> list[Resident]:
        """Return people from ``wanted`` homes, none of which anybody else applies from."""
        chosen: list[Resident] = []
        while len(chosen) < wanted and self.pool:
            person = self.pool.pop()
            home = self.ground.truth.home_of(person.person_id)
            if home and home not in self.taken:
                self.taken.add(home)
                chosen.append(person)
        return chosen

    def account(self) -> str:
        return f"{self.rng.getrandbits(160):040x}"

    def phone(self) -> str:
        return self.phones.pop() if self.phones else ""

    def person_applies(self, person: Resident, sharing: Sharing = _NOTHING_SHARED) -> Application:
        short = f"{person.name.given[0]} {person.name.family}"
        name = person.name.full if happens(self.writing, 0.6) else short
        if happens(self.writing, 0.05):
            name = self.ground.quirks.typing.name(self.writing, short)
        born = self.ground.quirks.typing.write_date(self.writing, person.born)
        home = self.ground.truth.home_of(person.person_id) or ""
        return self._take((name, born, "", self.ground.address(home)), person, sharing)

    def company_applies(self, company: Company, sharing: Sharing = _NOTHING_SHARED) -> Application:
        name = company.name.title()
        if happens(self.writing, 0.5):
            name = name.replace("Limited", "Ltd")
        number = (
            company.number
            if happens(self.writing, 0.85)
            else f" {company.number[:4]} {company.number[4:]}"
        )
        given = name, "", number, office_of(self.ground, company)
        return self._take(given, company, sharing)

    def _take(
        self,
        given: tuple[str, str, str, TypedAddress],
        who: Resident | Company,
        sharing: Sharing,
    ) -> Application:
        company = isinstance(who, Company)
        may_apply_from = who.incorporated_on if company else grown_on(who)
        name, born, company_number, address = given
        key = own_key("GRANT_APPLICATION", len(self.applications))
        last = self.ground.as_of
        application = Application(
            application_id=key,
            scheme=self.rng.choice(_SCHEMES),
            name=name,
            born=born,
            company_number_given=company_number,
            address=sharing.address or address,
            phone=sharing.phone or self.phone(),
            email=f"{key.lower()}@example.org",
            account_token=sharing.account or self.account(),
            amount_pence=self.rng.randint(5, 200) * 10_000,
            applied_on=day_between(self.rng, max(last - _RECENT, may_apply_from), last),
            person_id=None if company else who.person_id,
            company_number=who.number if company else None,
            ring_id=sharing.ring_id,
            concerns=(),
        )
        self.applications.append(application)
        return application


def office_of(ground: Ground, company: Company) -> TypedAddress:
    """Return the registered office: the suite first, where there is one."""
    office = ground.address(company.uprn)
    return TypedAddress((*filter(None, (company.unit,)), *office.lines), office.postcode)


def make_applications(
    ground: Ground, companies: tuple[Company, ...], doubtful: Iterable[tuple[str, ...]]
) -> tuple[tuple[Application, ...], tuple[Ring, ...]]:
    """Return the applications in an order of no meaning, and the rings among them.

    Of each group of ``doubtful`` people a few apply: the insolvent, those in debt.
    """
    rng = ground.facts("grants")
    busy = {officer.person_id for company in companies for officer in company.officers}
    free = [p for p in ground.adults if p.person_id not in busy]
    rng.shuffle(free)
    groups = [frozenset(group) for group in doubtful]
    few = [p for group in groups for p in [q for q in free if q.person_id in group][:_DOUBTFUL]]
    kept = {person.person_id for person in few}
    pool = [p for p in free if p.person_id not in kept]
    drama = ("07700 900", "01632 960")
    phones = [f"{prefix}{number:03d}" for prefix in drama for number in range(1000)]
    rng.shuffle(phones)
    offices = {company.uprn for company in companies if company.story}
    counter = Counter(ground, rng, ground.writing("grants"), phones, pool, offices)
    for _ in range(max(_FEWEST_RINGS, len(ground.kent.people) // _RING_EVERY)):
        for link in (RingLink.ACCOUNT, RingLink.PHONE, RingLink.ADDRESS):
            _ring_of_people(counter, link)
    _rings_of_companies(counter, companies)
    _couples(counter, max(_FEWEST_COUPLES, len(ground.kent.people) // _COUPLE_EVERY))
    counter.pool += few
    wanted = max(_FEWEST_PEOPLE, int(len(ground.kent.people) * _PEOPLE_SHARE))
    for person in counter.people(wanted):
        counter.person_applies(person)
    _companies(counter, companies, int(wanted * _COMPANIES_A_PERSON))
    rng.shuffle(counter.applications)
    return tuple(counter.applications), tuple(counter.rings)


def _ring_of_people(counter: Counter, link: RingLink) -> None:
    """Let strangers from different homes put down one account, telephone or contact address."""
    truth, rng = counter.ground.truth, counter.rng
    people = counter.people(rng.randint(3, 5))
    ring_id = _ring_id(counter)
    if link is RingLink.ACCOUNT:
        shared = counter.account()
        sharing = Sharing(ring_id, account=shared)
    elif link is RingLink.PHONE:
        shared = counter.phone()
        sharing = Sharing(ring_id, phone=shared)
    else:
        shared = rng.choice(
            [
                uprn
                for uprn, entry in truth.entries.items()
                if uprn not in truth.living_at
                and uprn not in counter.taken
                and entry.dwelling is not Dwelling.BLOCK
            ]
        )
        counter.taken.add(shared)
        sharing = Sharing(ring_id, address=counter.ground.address(shared))
    ids = [counter.person_applies(person, sharing).application_id for person in people]
    counter.rings.append(Ring(ring_id, link, shared, tuple(ids)))


def _ring_id(counter: Counter) -> str:
    return f"R{len(counter.rings) + 1:03d}"


def _rings_of_companies(counter: Counter, companies: tuple[Company, ...]) -> None:
    """Let every company of a stable apply, but for one stable, whose owner has done no wrong."""
    stables: dict[str, list[Company]] = {}
    for company in companies:
        if company.story is CompanyStory.ONE_MANS_STABLE:
            stables.setdefault(company.officers[-1].person_id, []).append(company)
    honest, *others = stables.items()
    counter.company_applies(honest[1][0])
    for owner, stable in others:
        ring_id = _ring_id(counter)
        sharing = Sharing(ring_id)
        ids = [counter.company_applies(company, sharing).application_id for company in stable]
        counter.rings.append(Ring(ring_id, RingLink.OFFICER, owner, tuple(ids)))


def _couples(counter: Counter, wanted: int) -> None:
    """Let husbands and wives apply apart, from one home and with one account: nothing wrong."""
    spouse_of, truth = counter.ground.spouse_of, counter.ground.truth
    pool = {person.person_id: person for person in counter.pool}
    pairs = [
        (person, pool[spouse_of[person_id]])
        for person_id, person in pool.items()
        if spouse_of.get(person_id, "") in pool
        and truth.home_of(person_id) == truth.home_of(spouse_of[person_id])
        and truth.home_of(person_id) not in counter.taken
        and person_id < spouse_of[person_id]
    ]
    for pair in counter.rng.sample(pairs, min(wanted, len(pairs))):
        counter.taken.add(truth.home_of(pair[0].person_id) or "")
        sharing = Sharing(account=counter.account())
        for person in pair:
            counter.person_applies(person, sharing)


def _companies(counter: Counter, companies: tuple[Company, ...], wanted: int) -> None:
    risen = [c for c in companies if c.story is CompanyStory.PHOENIX_RISEN]
    crowded = [c for c in companies if c.story is CompanyStory.MASS_REGISTERED][:_CROWDED]
    plain = [c for c in companies if c.story is None and c.uprn not in counter.taken]
    failed = [c for c in plain if c.status in FAILED][:_DOUBTFUL]
    others = [c for c in plain if c not in failed]
    drawn = counter.rng.sample(others, min(wanted, len(others)))
    for company in (*risen, *crowded, *failed, *drawn):
        counter.company_applies(company)
