"""How the demo judges a recommendation: it must be able to say that a ring went through."""

from datetime import date

import pytest

from ppit_ops.demo.figures_vetting import Vetted, VettingVerdict, judge_vetting, vetting_figures
from ppit_synthetic.borough import Application, Check, Ring, RingLink
from ppit_synthetic.typed import TypedAddress

_LINKED = Vetted("REFER_TO_ANALYST", frozenset({"LINK_NETWORK"}))


def _application(*concerns: Check, key: str = "A1", ring_id: str | None = None) -> Application:
    return Application(
        application_id=key,
        scheme="Energy grant",
        name="Nobody Atall",
        born="1980-01-01",
        company_number_given="",
        address=TypedAddress(("1 No Street", "Nowhere"), None),
        phone="",
        email="nobody@example.org",
        account_token="",
        amount_pence=50_000,
        applied_on=date(2026, 5, 1),
        person_id="P1",
        company_number=None,
        ring_id=ring_id,
        concerns=concerns,
    )


@pytest.mark.parametrize(
    ("recommendation", "with_concern", "without"),
    [
        ("REFER_TO_ANALYST", VettingVerdict.REFERRED_RIGHTLY, VettingVerdict.REFERRED_NEEDLESSLY),
        ("ADVISE_DECLINE", VettingVerdict.REFERRED_RIGHTLY, VettingVerdict.REFERRED_NEEDLESSLY),
        ("PROCEED", VettingVerdict.PASSED_WRONGLY, VettingVerdict.PASSED_RIGHTLY),
        ("PROCEED_WITH_CONDITIONS", VettingVerdict.PASSED_WRONGLY, VettingVerdict.PASSED_RIGHTLY),
        ("INCOMPLETE", VettingVerdict.INCOMPLETE_WITH_CONCERN, VettingVerdict.INCOMPLETE),
    ],
)
def test_a_recommendation_is_judged_by_what_there_was_to_find(
    recommendation: str, with_concern: VettingVerdict, without: VettingVerdict
) -> None:
    told = Vetted(recommendation)
    assert judge_vetting(_application(Check.SANCTIONS), told) is with_concern
    assert judge_vetting(_application(), told) is without


def test_an_application_without_an_answer_is_not_a_pass() -> None:
    assert judge_vetting(_application(), None) is VettingVerdict.UNANSWERED


@pytest.mark.parametrize(
    ("last_member", "found"),
    [
        (_LINKED, ("R1",)),
        (Vetted("ADVISE_DECLINE", frozenset({"LINK_NETWORK", "SANCTIONS"})), ("R1",)),
        (Vetted("REFER_TO_ANALYST", frozenset({"PREVIOUS_DEBT"})), ()),
        (Vetted("INCOMPLETE", frozenset({"LINK_NETWORK"})), ()),
        (None, ()),
    ],
)
def test_a_ring_is_found_when_every_member_is_referred_because_of_links(
    last_member: Vetted | None, found: tuple[str, ...]
) -> None:
    members = [_application(Check.LINK_NETWORK, key=key, ring_id="R1") for key in ("A1", "A2")]
    ring = Ring("R1", RingLink.PHONE, "07700 900000", ("A1", "A2"))
    vetted = {"A1": _LINKED} | ({"A2": last_member} if last_member else {})
    figures = vetting_figures(members, [ring], vetted)
    assert (figures.rings_found, figures.rings) == (found, 1)


def test_concerns_are_counted_by_check_where_the_truth_has_them() -> None:
    listed = [_application(Check.SANCTIONS), _application(Check.SANCTIONS, key="A2")]
    vetted = {
        "A1": Vetted("ADVISE_DECLINE", frozenset({"SANCTIONS", "PREVIOUS_DEBT"})),
        "A2": Vetted("PROCEED"),
    }
    figures = vetting_figures(listed, [], vetted)
    assert (figures.found, figures.planted) == ({Check.SANCTIONS: 1}, {Check.SANCTIONS: 2})
    assert figures.to_refer == len(listed)
    assert figures.total(VettingVerdict.PASSED_WRONGLY) == 1
