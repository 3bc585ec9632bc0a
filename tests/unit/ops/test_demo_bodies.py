"""What the demo's partners send: what the truth knows, in the words of the wire."""

from dataclasses import replace
from datetime import date

import pytest

from ppit_ops.demo import bodies_tracing, bodies_vetting, bodies_victims
from ppit_ops.demo.bodies import iso_day
from ppit_synthetic import Kent, Lookup, Resident, look_up, make_kent
from ppit_synthetic.borough import (
    Application,
    Debt,
    DebtFile,
    Protected,
    Protection,
    Scam,
    ScamType,
    TraceOutcome,
    VictimList,
)
from ppit_synthetic.typed import TypedAddress

_DAY = date(2026, 3, 9)
_SCHEMES = {"Energy grant": "ENERGY_GRANT"}


@pytest.fixture(scope="module")
def kent() -> Kent:
    return make_kent(2026, people=500)


@pytest.fixture(scope="module")
def truth(kent: Kent) -> Lookup:
    return look_up(kent)


@pytest.fixture(scope="module")
def mover(kent: Kent, truth: Lookup) -> Resident:
    """Return somebody living who has a former home."""
    return next(p for p in kent.people if not p.died and len(truth.stays[p.person_id]) > 1)


def _former_home(truth: Lookup, person: Resident) -> str:
    return next(stay.uprn for stay in truth.stays[person.person_id] if stay.moved_out)


def _application(**fields: object) -> Application:
    whole = Application(
        application_id="GA0000001",
        scheme="Energy grant",
        name="Nobody Atall",
        born="02/03/1975",
        company_number_given="",
        address=TypedAddress(("1 No Street", "Nowhere"), "ZZ1 1ZZ"),
        phone="07700 900001",
        email="nobody@example.org",
        account_token="",
        amount_pence=50_000,
        applied_on=_DAY,
        person_id="P1",
        company_number=None,
        ring_id=None,
        concerns=(),
    )
    return replace(whole, **fields)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [("2/3/1975", "1975-03-02"), ("1975-03-02", "1975-03-02"), ("31/02/1975", None), ("", "")],
)
def test_a_form_reads_a_day_day_first_and_leaves_out_what_is_no_day(
    typed: str, sent: str | None
) -> None:
    assert iso_day(typed) == sent


def test_a_person_applies_under_the_code_of_the_scheme() -> None:
    case = bodies_vetting.case(_application(), _SCHEMES)
    assert (case["scheme"], case["subject_type"]) == ("ENERGY_GRANT", "INDIVIDUAL")
    assert case["person"] == {"name": {"full": "Nobody Atall"}, "date_of_birth": "1975-03-02"}
    assert case["amount"] == {"pence": 50_000}
    assert "company" not in case


def test_a_company_applies_by_its_number_as_it_was_typed() -> None:
    case = bodies_vetting.case(_application(company_number_given=" 9900 0001"), _SCHEMES)
    assert case["company"] == {"name": "Nobody Atall", "number": " 9900 0001"}
    assert "person" not in case


def test_no_telephone_is_no_field() -> None:
    assert "phone" not in bodies_vetting.case(_application(phone=""), _SCHEMES)


def test_a_report_gives_the_home_of_the_day_of_the_crime(truth: Lookup, mover: Resident) -> None:
    uprn = _former_home(truth, mover)
    people, lists = (mover.person_id,), (VictimList.POLICE,)
    scam = Scam("S1", people, ScamType.ROMANCE, _DAY, 12_345, 0, uprn, lists)
    report = bodies_victims.report(truth, scam, "REF/1")
    assert report["address"] == {
        "lines": [*truth.entries[uprn].lines, truth.entries[uprn].town],
        "postcode": truth.entries[uprn].postcode,
    }
    assert report["incident"] == {
        "scam_type": "ROMANCE",
        "happened_on": "2026-03-09",
        "loss": {"pence": 12_345},
        "reference": "REF/1",
    }


def test_a_protection_says_where_they_live_now_and_why(truth: Lookup, mover: Resident) -> None:
    home = truth.home_of(mover.person_id)
    assert home is not None
    protected = Protected(mover.person_id, Protection.REFUGE, _DAY)
    body = bodies_victims.protection(truth, protected)
    assert body["reason"] == "REFUGE"
    assert body == bodies_victims.lookup(truth, mover.person_id, home) | {"reason": "REFUGE"}


def test_a_trace_asks_from_the_address_of_the_debt(truth: Lookup, mover: Resident) -> None:
    old = _former_home(truth, mover)
    debt = Debt(
        debt_ref="S0000001",
        debt_file=DebtFile.SUNDRY,
        row=1,
        person_ids=(mover.person_id,),
        uprn=old,
        home_uprn=truth.home_of(mover.person_id),
        stops=(),
        outcome=TraceOutcome.NEW_ADDRESS_CONFIRMED,
        namesake_ids=(),
        balance_pence=9_900,
        owed_since=_DAY,
        traps=(),
    )
    body = bodies_tracing.trace(truth, debt)
    assert body["debt_address"] == {
        "lines": [*truth.entries[old].lines, truth.entries[old].town],
        "postcode": truth.entries[old].postcode,
    }
    assert (body["debt_reference"], body["balance"]) == ("S0000001", {"pence": 9_900})
