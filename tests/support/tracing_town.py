"""One small town in every source: who moved, who died, who shares a name with whom."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from ppit_platform.gazetteer.loading import load_gazetteer
from ppit_tracing.domain.codes import SourceName
from ppit_tracing.domain.sources import SIGHTING_SOURCES
from ppit_tracing.storage.source_lists import deaths, insolvencies, sightings_of
from tests.support.tracing import Tracing, days_ago, write_csv

GAZETTEER_COLUMNS = (
    *("uprn", "line_1", "line_2", "line_3", "town", "postcode", "area_gss", "parent_uprn"),
)
ASHFORD = "E07000105"
DOORS = {
    f"9990000000{number:02d}": (f"{number} Lantern Street", f"TN23 9{letter}Z")
    for number, letter in enumerate("ABDEFGHJLNPQRSTUWXY", start=1)
}
_EVIDENCE = {
    SourceName.ELECTORAL_REGISTER: "ELECTORAL",
    SourceName.CREDIT_BUREAU_A: "CREDIT_ACTIVE",
    SourceName.CREDIT_BUREAU_B: "CREDIT_ACTIVE",
    SourceName.UTILITY: "UTILITY_TELECOM",
    SourceName.COUNCIL: "COUNCIL_ACCOUNT",
    SourceName.MAIL_FORWARDING: "FORWARDING",
    SourceName.GONE_AWAY_FILE: "SUPPRESSION_GONEAWAY",
}
ER, CBA, CBB = (
    SourceName.ELECTORAL_REGISTER,
    SourceName.CREDIT_BUREAU_A,
    SourceName.CREDIT_BUREAU_B,
)
Row = Mapping[str, str]


def door(number: int) -> str:
    return f"9990000000{number:02d}"


def address_of(number: int) -> dict[str, object]:
    """Return a door as a debt system sends it."""
    line, postcode = DOORS[door(number)]
    return {"lines": [line, "Ashford"], "postcode": postcode}


def seen(  # a builder: what a source writes down
    source: SourceName,
    who: tuple[str, str],
    number: int,
    since: int,
    until: int = 0,
    lineage: str = "",
) -> Row:
    """Return a row of a source: somebody at a door from so many days ago to so many."""
    name, born = who
    line, postcode = DOORS[door(number)]
    own = f"{source.value}-{name}-{number}-{since}"
    return {
        "sighting_id": own,
        "subject_ref": f"{name}-{born}",
        "lineage": lineage or own,
        "evidence_class": _EVIDENCE[source],
        "name": name,
        "date_of_birth": "" if source is ER else born,
        "address": f"{line}, Ashford",
        "postcode": postcode,
        "uprn": "",
        "first_seen": days_ago(since),
        "last_seen": days_ago(until),
    }


def moved(name: str, born: str, homes: tuple[int, int]) -> dict[SourceName, list[Row]]:
    """Return what the register and a bureau hold of somebody who moved 400 days ago."""
    old, new = homes
    who = (name, born)
    return {
        ER: [seen(ER, who, old, 3000, 400), seen(ER, who, new, 400)],
        CBA: [seen(CBA, who, old, 3000, 400), seen(CBA, who, new, 400, 20)],
    }


def the_town() -> dict[SourceName, list[Row]]:
    rows: dict[SourceName, list[Row]] = {source: [] for source in SIGHTING_SOURCES}
    for life in (
        moved("Alice Fernhurst", "1980-04-12", (1, 2)),
        moved("Derek Ashdown", "1950-02-01", (3, 4)),
        moved("Elaine Birchwood", "1970-03-03", (5, 6)),
        moved("Frank Cedarly", "1971-05-05", (7, 8)),
        moved("Grace Hollowell", "1982-08-08", (13, 14)),
    ):
        for source, found in life.items():
            rows[source] += found
    one_account = "account of Brian"
    for source in (CBA, CBB):
        rows[source] += [
            seen(source, ("Brian Oakford", "1966-06-06"), 9, 3000, 400, "his old account"),
            seen(source, ("Brian Oakford", "1966-06-06"), 10, 400, 5, one_account),
        ]
    rows[SourceName.UTILITY].append(
        seen(SourceName.UTILITY, ("Zebedee Quillfeather", "1961-02-03"), 2, 300)
    )
    rows[SourceName.COUNCIL].append(
        seen(SourceName.COUNCIL, ("Zebedee Quillfeather", "1961-02-03"), 2, 300)
    )
    rows[SourceName.MAIL_FORWARDING].append(
        seen(SourceName.MAIL_FORWARDING, ("Alice Fernhurst", "1980-04-12"), 2, 400)
    )
    rows[SourceName.GONE_AWAY_FILE].append(
        seen(SourceName.GONE_AWAY_FILE, ("Alice Fernhurst", "1980-04-12"), 1, 400, 400)
    )
    return rows


THE_DEAD: Sequence[Row] = (
    {
        "notice_id": "D1",
        "evidence_class": "DEATH_PROBATE",
        "confidence": "10",
        "name": "Derek Ashdown",
        "date_of_birth": "1950-02-01",
        "date_of_death": days_ago(50),
        "last_address": "4 Lantern Street, Ashford",
        "postcode": DOORS[door(4)][1],
    },
)


def a_case(kind: str, forenames: str, surname: str, born: str, number: int) -> Row:
    line, postcode = DOORS[door(number)]
    return {
        "case_number": f"KB-{surname}",
        "kind": kind,
        "surname": surname.upper(),
        "forenames": forenames,
        "date_of_birth": born,
        "address": f"{line}, Ashford",
        "postcode": postcode,
        "started_on": days_ago(30),
        "ends_on": days_ago(-30),
    }


THE_INSOLVENT: Sequence[Row] = (
    a_case("BANKRUPTCY", "Elaine", "Birchwood", "1970-03-03", 6),
    a_case("BREATHING_SPACE", "Frank", "Cedarly", "1971-05-05", 8),
)


def load_doors(tracing: Tracing) -> int:
    file = Path(tracing.folder, "gazetteer.csv")
    rows = [
        {
            **dict.fromkeys(GAZETTEER_COLUMNS, ""),
            "uprn": uprn,
            "line_1": line,
            "town": "Ashford",
            "postcode": postcode,
            "area_gss": ASHFORD,
        }
        for uprn, (line, postcode) in DOORS.items()
    ]
    write_csv(file, GAZETTEER_COLUMNS, rows)
    return load_gazetteer(
        tracing.url, file, fresh_for=timedelta(days=90), progress=lambda _characters: None
    )


async def load_town(tracing: Tracing) -> None:
    """Load the doors and every list."""
    load_doors(tracing)
    for source, rows in the_town().items():
        await tracing.load(sightings_of(source, fresh_days=60), rows)
    await tracing.load(deaths(fresh_days=35), THE_DEAD)
    await tracing.load(insolvencies(fresh_days=14), THE_INSOLVENT)


def a_debt(name: str = "Alice Fernhurst", number: int = 1, **more: object) -> dict[str, object]:
    """Return a debt that arose at a door, three years ago."""
    return {
        "debt_reference": "CT-1",
        "reason": "RECOVER_DEBT",
        "person": {"name": {"full": name}},
        "debt_address": address_of(number),
        "owed_since": days_ago(1000),
        **more,
    }
