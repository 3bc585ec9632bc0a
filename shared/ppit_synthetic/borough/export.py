"""Hand a borough over: every file its partners would send, and its figures without a name."""

from collections import Counter
from datetime import date
from pathlib import Path

from ppit_synthetic.borough.codes import Source
from ppit_synthetic.borough.company_files import companies_sheet, officers_sheet
from ppit_synthetic.borough.ground import Ground, survey
from ppit_synthetic.borough.make import Borough
from ppit_synthetic.borough.records import Sighting
from ppit_synthetic.borough.sanctions_file import sanctions_sheet
from ppit_synthetic.borough.scams import CHRONIC, times_robbed
from ppit_synthetic.borough.sheet import Sheet, write_sheet
from ppit_synthetic.export import write_gazetteer_csv

_REPEAT = 2
SIGHTING_COLUMNS = (
    *("sighting_id", "subject_ref", "lineage", "evidence_class", "name", "date_of_birth"),
    *("address", "postcode", "uprn", "first_seen", "last_seen"),
)
DEATH_COLUMNS = (
    *("notice_id", "evidence_class", "confidence", "name", "date_of_birth", "date_of_death"),
    *("last_address", "postcode"),
)
INSOLVENCY_COLUMNS = (
    *("case_number", "kind", "surname", "forenames", "date_of_birth", "address", "postcode"),
    *("started_on", "ends_on"),
)
APPLICATION_COLUMNS = (
    *("application_id", "scheme", "applicant", "date_of_birth", "company_number", "address"),
    *("postcode", "phone", "email", "account_token", "amount", "applied_on"),
)
AWARD_COLUMNS = (
    *("award_id", "applicant", "date_of_birth", "company_number", "scheme", "awarded_on"),
    *("amount", "accounted"),
)

PREVIOUS_DEBT_COLUMNS = (
    *("debt_ref", "surname", "forenames", "date_of_birth", "address", "postcode", "balance"),
    "since",
)


def sheets_of(borough: Borough) -> tuple[Sheet, ...]:
    """Return every file but the gazetteer. Nothing in them tells the truth from the error."""
    ground = survey(borough.kent)
    return (
        *borough.victim_sheets,
        *borough.debt_sheets,
        *(_sightings(borough, source) for source in Source),
        _deaths(borough),
        _insolvencies(borough, ground),
        _applications(borough),
        _awards(borough, ground),
        _previous_debts(borough, ground),
        companies_sheet(ground, borough.companies),
        officers_sheet(ground, borough.companies),
        sanctions_sheet(borough.subjects, borough.kent.as_of),
    )


def write_borough(borough: Borough, folder: Path) -> tuple[Path, ...]:
    """Write the partners' files and the gazetteer into ``folder``, which must exist."""
    gazetteer = folder / "gazetteer.csv"
    write_gazetteer_csv(borough.kent, gazetteer)
    return (gazetteer, *(write_sheet(sheet, folder) for sheet in sheets_of(borough)))


def borough_summary(borough: Borough) -> dict[str, int]:
    """Count what a borough holds. Counts alone: no name and no address."""
    times = Counter(times_robbed(borough.scams).values())
    traps = sum(len(row.traps) for row in borough.victim_rows)
    return {
        "people": len(borough.kent.people),
        "victims": times.total(),
        "repeat victims": sum(n for robbed, n in times.items() if robbed >= _REPEAT),
        "chronic victims": sum(n for robbed, n in times.items() if robbed >= CHRONIC),
        "victim rows": len(borough.victim_rows),
        "traps in victim rows": traps,
        "losses in pounds": sum(scam.loss_pence for scam in borough.scams) // 100,
        "protected people": len(borough.protected),
        "debts": len(borough.debts),
        "debts that stop the trace": sum(bool(debt.stops) for debt in borough.debts),
        "debts with a namesake near": sum(bool(debt.namesake_ids) for debt in borough.debts),
        "sightings": len(borough.sightings),
        "insolvencies": len(borough.insolvencies),
        "death notices": len(borough.death_notices),
        "companies": len(borough.companies),
        "applications": len(borough.applications),
        "applications to refer": sum(one.should_refer for one in borough.applications),
        "rings": len(borough.rings),
        "sanctioned subjects": len(borough.subjects),
        "applicants who meet one": len(borough.matches),
    }


def _sightings(borough: Borough, source: Source) -> Sheet:
    rows = (_seen(one) for one in borough.sightings if one.source is source)
    return Sheet(f"sightings_{source.lower()}.csv", SIGHTING_COLUMNS, tuple(rows))


def _seen(one: Sighting) -> tuple[str, ...]:
    return (
        *(one.sighting_id, one.subject_ref, one.lineage, one.evidence, one.name, one.born),
        *(", ".join(one.address.lines), one.address.postcode or "", one.given_uprn or ""),
        *_days(one.first_seen, one.last_seen),
    )


def _days(*days: date) -> tuple[str, ...]:
    return tuple(day.isoformat() for day in days)


def _deaths(borough: Borough) -> Sheet:
    rows = (
        (
            *(one.notice_id, one.evidence, str(one.confidence), one.name, one.born),
            *(one.died_on.isoformat(), ", ".join(one.address.lines), one.address.postcode or ""),
        )
        for one in borough.death_notices
    )
    return Sheet("deaths.csv", DEATH_COLUMNS, tuple(rows))


def _insolvencies(borough: Borough, ground: Ground) -> Sheet:
    rows: list[tuple[str, ...]] = []
    for one in borough.insolvencies:
        person = ground.person(one.person_id)
        home = ground.address(
            ground.home_on(one.person_id, one.started) or _home(ground, one.person_id)
        )
        given = " ".join(person.name.given)
        rows.append(
            (
                *(one.case_number, one.kind, person.name.family.upper(), given),
                *(person.born.isoformat(), ", ".join(home.lines), home.postcode or ""),
                *_days(one.started, one.ended),
            )
        )
    return Sheet("insolvencies.csv", INSOLVENCY_COLUMNS, tuple(rows))


def _home(ground: Ground, person_id: str) -> str:
    return ground.truth.stays[person_id][0].uprn


def _applications(borough: Borough) -> Sheet:
    rows = (
        (
            *(one.application_id, one.scheme, one.name, one.born, one.company_number_given),
            *(", ".join(one.address.lines), one.address.postcode or "", one.phone, one.email),
            *(one.account_token, f"{one.amount_pence / 100:.2f}", one.applied_on.isoformat()),
        )
        for one in borough.applications
    )
    return Sheet("grant_applications.csv", APPLICATION_COLUMNS, tuple(rows))


def _awards(borough: Borough, ground: Ground) -> Sheet:
    names = {company.number: company.name for company in borough.companies}
    rows: list[tuple[str, ...]] = []
    for one in borough.awards:
        person = ground.person(one.person_id) if one.person_id else None
        rows.append(
            (
                one.award_id,
                person.name.full if person else names[one.company_number or ""],
                person.born.isoformat() if person else "",
                *(one.company_number or "", one.scheme, one.awarded_on.isoformat()),
                *(f"{one.amount_pence / 100:.2f}", "yes" if one.accounted else "no"),
            )
        )
    return Sheet("previous_awards.csv", AWARD_COLUMNS, tuple(rows))


def _previous_debts(borough: Borough, ground: Ground) -> Sheet:
    """Write what the finance system knows: plainly, one row for each who is liable."""
    rows = (
        (
            *(one.debt_ref, person.name.family, " ".join(person.name.given)),
            *(person.born.isoformat(), ", ".join(place.lines), place.postcode or ""),
            *(f"{one.balance_pence / 100:.2f}", one.owed_since.isoformat()),
        )
        for one, place in ((debt, ground.address(debt.uprn)) for debt in borough.debts)
        for person in map(ground.person, one.person_ids)
    )
    return Sheet("previous_debts.csv", PREVIOUS_DEBT_COLUMNS, tuple(rows))
