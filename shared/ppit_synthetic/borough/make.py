"""Make a whole borough from one number: a Kent, and all that its partners know of its people."""

from dataclasses import dataclass
from datetime import date

from ppit_synthetic.borough.applications import make_applications
from ppit_synthetic.borough.companies import make_companies
from ppit_synthetic.borough.concerns import find_out, insolvent_now, judge, make_awards
from ppit_synthetic.borough.debt_rows import make_debt_files
from ppit_synthetic.borough.debtors import make_debts_owed, weigh
from ppit_synthetic.borough.endings import make_death_notices, make_insolvencies
from ppit_synthetic.borough.ground import survey
from ppit_synthetic.borough.records import (
    DeathNotice,
    Debt,
    Insolvency,
    Protected,
    Scam,
    Sighting,
    VictimRow,
)
from ppit_synthetic.borough.sanctions import make_sanctions
from ppit_synthetic.borough.scams import make_protected, make_scams
from ppit_synthetic.borough.sheet import Sheet
from ppit_synthetic.borough.sightings import make_sightings
from ppit_synthetic.borough.trade_records import (
    Application,
    Award,
    Company,
    Ring,
    SanctionedSubject,
    SanctionsMatch,
)
from ppit_synthetic.borough.victim_rows import make_victim_lists
from ppit_synthetic.census import POPULATION_DAY
from ppit_synthetic.codes import Noise
from ppit_synthetic.kent import make_kent
from ppit_synthetic.records import Kent
from ppit_synthetic.visit_desk import KentTooSmall

SMALLEST = 5000


@dataclass(frozen=True, slots=True)
class Borough:
    """A Kent and what partners hold about it. The sheets are as written; the rest is the truth.

    Everything is dated against ``kent.as_of``. ``victim_rows`` and ``debts`` name their row in the
    sheet of their list or file.
    """

    kent: Kent
    scams: tuple[Scam, ...]
    protected: tuple[Protected, ...]
    victim_sheets: tuple[Sheet, ...]
    victim_rows: tuple[VictimRow, ...]
    insolvencies: tuple[Insolvency, ...]
    death_notices: tuple[DeathNotice, ...]
    sightings: tuple[Sighting, ...]
    debt_sheets: tuple[Sheet, ...]
    debts: tuple[Debt, ...]
    companies: tuple[Company, ...]
    applications: tuple[Application, ...]
    rings: tuple[Ring, ...]
    awards: tuple[Award, ...]
    subjects: tuple[SanctionedSubject, ...]
    matches: tuple[SanctionsMatch, ...]


def make_borough(
    seed: int,
    people: int = 50_000,
    noise: Noise = Noise.EVERYDAY,
    *,
    as_of: date = POPULATION_DAY,
) -> Borough:
    """Make the borough of ``seed``: ``make_kent`` of the same arguments, and its partners' files.

    ``noise`` changes how things were written down, and nothing that is true. Raises
    ``KentTooSmall`` below 5,000 people: there would be too few dead and namesakes for the traps.
    """
    if people < SMALLEST:
        raise KentTooSmall(people)
    kent = make_kent(seed, people, noise, as_of=as_of)
    ground = survey(kent)
    scams = make_scams(ground)
    protected = make_protected(ground, scams)
    victim_sheets, victim_rows = make_victim_lists(ground, scams)
    insolvencies = make_insolvencies(ground)
    sightings = make_sightings(ground)
    situation = weigh(ground, protected, insolvencies, sightings)
    debt_sheets, debts = make_debt_files(situation, make_debts_owed(situation))
    companies = make_companies(ground)
    doubtful = (
        insolvent_now(ground, insolvencies),
        tuple(person_id for debt in debts for person_id in debt.person_ids),
    )
    applications, rings = make_applications(ground, companies, doubtful)
    awards = make_awards(ground, companies, applications)
    subjects, matches = make_sanctions(ground, applications)
    known = find_out(ground, companies, insolvencies, debts, awards)
    return Borough(
        kent=kent,
        scams=scams,
        protected=protected,
        victim_sheets=victim_sheets,
        victim_rows=victim_rows,
        insolvencies=insolvencies,
        death_notices=make_death_notices(ground),
        sightings=sightings,
        debt_sheets=debt_sheets,
        debts=debts,
        companies=companies,
        applications=judge(known, applications, matches),
        rings=rings,
        awards=awards,
        subjects=subjects,
        matches=matches,
    )
