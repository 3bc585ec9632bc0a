"""Who asks the victim register, and what partners send to it."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast

from ppit_platform.caller import Actor, Caller
from ppit_platform.codes import PurposeCode, Role
from ppit_victims.domain.codes import ProfileName
from ppit_victims.domain.profiles import PROFILES
from tests.support.calls import a_caller

ASHFORD, DOVER = "E07000105", "E07000108"
ROLE = "ppit_victims"
HEADER = "uprn,line_1,line_2,line_3,town,postcode,area_gss,parent_uprn"
LANTERN_1, LANTERN_3, PARABLE_5 = "999000000001", "999000000002", "999000000020"
DOORS = (
    f"{LANTERN_1},1 Lantern Street,,,Ashford,TN23 9ZZ,{ASHFORD},",
    f"{LANTERN_3},3 Lantern Street,,,Ashford,TN23 9ZZ,{ASHFORD},",
    f"{PARABLE_5},5 Parable Lane,,,Dover,CT17 9ZZ,{DOVER},",
)
SCREENINGS = "/officer-safety/v1/screenings/batch"
SCOPES = frozenset(
    f"victims:{verb}"
    for verb in (
        *("report", "import", "lookup", "read", "write", "review", "protect", "worklist"),
        "protection",
    )
)


def an_analyst(user_id: str | None = "a-001", **changes: object) -> Caller:
    """Build a caller of PPIT who may do everything in both districts."""
    actor = None if user_id is None else Actor(user_id, Role.ANALYST, "VOUCHED")
    caller = replace(
        a_caller(org_id="ppit", purpose=PurposeCode.VICTIM_SAFEGUARD, scopes=SCOPES),
        actor=actor,
        areas=frozenset({ASHFORD, DOVER}),
        people_limit=500,
    )
    return replace(caller, **changes)  # pyright: ignore[reportArgumentType]


def a_district(area: str = ASHFORD, **changes: object) -> Caller:
    """Build a caller of one district council, of its own area alone."""
    caller = replace(an_analyst(), org_id=f"council-{area}", areas=frozenset({area}))
    return replace(caller, **changes)  # pyright: ignore[reportArgumentType]


def a_person(**changes: object) -> dict[str, object]:
    person: dict[str, object] = {
        "name": {"given": ["Edith", "May"], "family": "Thackerberry"},
        "date_of_birth": "1941-03-02",
    }
    return {**person, **changes}


def an_address(uprn: str | None = LANTERN_1, **changes: object) -> dict[str, object]:
    return {**({"uprn": uprn} if uprn else {}), **changes}


def a_report(**changes: object) -> dict[str, object]:
    """Build a report of Edith Thackerberry of 1 Lantern Street, robbed at her door."""
    report: dict[str, object] = {
        "person": a_person(),
        "address": an_address(),
        "incident": {
            "scam_type": "DOORSTEP_ROGUE_TRADER",
            "channel": "DOORSTEP",
            "happened_on": "2025-11-03",
            "loss": {"pence": 480000, "currency": "GBP"},
            "reference": "R-1",
        },
    }
    return {**report, **changes}


def an_incident(**changes: object) -> dict[str, object]:
    return {**cast("dict[str, object]", a_report()["incident"]), **changes}


def a_list(profile: str, rows: Iterable[Mapping[str, str]], *, encoding: str = "utf-8") -> bytes:
    """Write rows under a partner's header; a cell that a row does not name is empty."""
    columns = PROFILES[ProfileName(profile)].columns or ()
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def a_hub_row(number: int = 1, **changes: str) -> dict[str, str]:
    """Build a row of the Trading Standards hub about Edith Thackerberry."""
    return {
        "Ref": f"TSH{number:04}",
        "Victim Name": "Mrs Edith Thackerberry",
        "DOB": "02/03/1941",
        "Address": "1 Lantern Street, Ashford",
        "Post Code": "TN23 9ZZ",
        "Scam Type": "Doorstep rogue trader",
        "Amount Lost": "£4,800.00",
        "Date Reported": "03/11/2025",
        **{name.replace("_", " "): value for name, value in changes.items()},
    }


def strangers(count: int, *, first: int = 0) -> list[dict[str, str]]:
    """Build rows about people who share nothing but the street."""
    return [
        a_hub_row(
            1000 + number,
            Victim_Name=f"Mr {_GIVEN[number % 20]} {_FAMILY[number // 20 % 40]}worth",
            DOB=f"{2 + number % 26:02}/{2 + number // 26 % 11:02}/{1930 + number % 50}",
            Address=f"{10 + number} Lantern Street, Ashford",
        )
        for number in range(first, first + count)
    ]


_GIVEN = (
    *("Alan", "Brian", "Clive", "Derek", "Edwin", "Frank", "Gordon", "Harold", "Ian", "Jack"),
    *("Keith", "Leslie", "Martin", "Norman", "Oliver", "Peter", "Quentin", "Roger", "Simon"),
    "Trevor",
)
_FAMILY = (
    *("Ains", "Butter", "Chat", "Dal", "Ells", "Farn", "Gar", "Hain", "Ink", "Jess", "Ken"),
    *("Lang", "Mole", "Nut", "Os", "Pick", "Quar", "Roth", "Sid", "Tam", "Ull", "Ven", "Wads"),
    *("Yar", "Zen", "Ash", "Brom", "Cran", "Dods", "Ewe", "Fits", "Glen", "Holl", "Ips", "Jar"),
    *("Kil", "Lode", "Mart", "Nor", "Oak"),
)


def a_screening(**changes: object) -> dict[str, object]:
    """Build what officer-safety answers for one visit, as far as the house passes it on."""
    screening: dict[str, object] = {
        "screening_id": "0190a000-0000-7000-8000-000000000001",
        "result": "NO_KNOWN_MARKERS",
        "unable_reason": None,
        "control_measures": [],
        "valid_until": "2026-01-01T15:00:00.000Z",
        "contact_for_advice": "PPIT duty desk",
        "acknowledgement_required": False,
        "register_as_at": "2026-01-01T09:00:00.000Z",
    }
    return {**screening, **changes}
