"""Callers, doors and visits of officer safety, and what to read of an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from ppit_matching import PersonRecord
from ppit_platform.caller import Actor, Caller
from ppit_platform.codes import PurposeCode, Role
from tests.support.calls import a_caller

ASHFORD, DOVER = "E07000105", "E07000108"
ROLE = "ppit_officer_safety"
HEADER = "uprn,line_1,line_2,line_3,town,postcode,area_gss,parent_uprn"
LANTERN_1 = "999000000001"
LANTERN_3 = "999000000002"
BLOCK = "999000000010"
FLAT_1, FLAT_2 = "999000000011", "999000000012"
DOVER_DOOR = "999000000020"
DOORS = (
    f"{LANTERN_1},1 Lantern Street,,,Ashford,TN23 9ZZ,{ASHFORD},",
    f"{LANTERN_3},3 Lantern Street,,,Ashford,TN23 9ZZ,{ASHFORD},",
    f"{BLOCK},Heron Court,8 Fable Road,,Ashford,TN23 8ZZ,{ASHFORD},",
    f"{FLAT_1},Flat 1,Heron Court,8 Fable Road,Ashford,TN23 8ZZ,{ASHFORD},{BLOCK}",
    f"{FLAT_2},Flat 2,Heron Court,8 Fable Road,Ashford,TN23 8ZZ,{ASHFORD},{BLOCK}",
    f"{DOVER_DOOR},5 Parable Lane,,,Dover,CT17 9ZZ,{DOVER},",
)
MAN = PersonRecord(given=("William", "Arthur"), family="Thackerberry", date_of_birth="1975-03-02")
SCOPES = frozenset(
    f"officer-safety:{verb}" for verb in ("screen", "report", "propose", "approve", "review")
)


def a_warden(user_id: str | None = "w-017", **changes: object) -> Caller:
    """Build a warden's caller: Ashford, for wardens, at most fifty people."""
    actor = None if user_id is None else Actor(user_id, Role.WARDEN, "VOUCHED")
    caller = replace(
        a_caller(scopes=SCOPES),
        actor=actor,
        areas=frozenset({ASHFORD}),
        audiences=frozenset({"WARDENS"}),
        people_limit=50,
    )
    return replace(caller, **changes)  # pyright: ignore[reportArgumentType]


def an_auditor() -> Caller:
    scopes = frozenset({"officer-safety:audit"})
    officer = replace(a_warden("dpo-1", org_id="ppit"), scopes=scopes)
    return replace(officer, purpose=PurposeCode.AUDIT_LAWFULNESS)


def a_visit(
    *,
    uprn: str | None = None,
    lines: Sequence[str] = (),
    postcode: str | None = None,
    people: Sequence[Mapping[str, object]] = (),
    sexes: Sequence[str] = ("FEMALE",),
    **more: object,
) -> dict[str, object]:
    """Build a home visit by a lone woman, unless told otherwise."""
    address = {"uprn": uprn, "lines": list(lines), "postcode": postcode}
    given = uprn is not None or lines or postcode
    return {
        "address": address if given else None,
        "people": list(people),
        "attending": {"count": len(sexes), "lone": len(sexes) == 1, "sexes": list(sexes)},
        "contact_mode": "HOME_VISIT",
        **more,
    }


def named(full: str, born: str | None = None) -> dict[str, object]:
    return {"name": {"full": full}, "date_of_birth": born}


def measures(answer: Mapping[str, object]) -> list[str]:
    """Return the codes of an answer's control measures, in their order."""
    listed = cast("list[dict[str, object]]", answer["control_measures"])
    return [cast("str", each["measure"]) for each in listed]


def outcome(answer: Mapping[str, object]) -> tuple[object, object]:
    return answer["result"], answer["unable_reason"]
