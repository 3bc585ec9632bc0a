"""What a finding says aloud, and the certificate that a court reads."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

import pytest

from ppit_matching import KEY_VERSION, MODEL_VERSION
from ppit_platform.ids import new_id
from ppit_tracing.domain.certificate import Subject, certificate_of, digest_of
from ppit_tracing.domain.certify import RULE_VERSION, Case, Currency, certify
from ppit_tracing.domain.codes import SourceName, SourceState, StopAnswer, StopFlag, TraceOutcome
from ppit_tracing.domain.finding import (
    Finding,
    Searched,
    address_of,
    is_open,
    stopped_outcome,
    unconfirmed_outcome,
)
from ppit_tracing.domain.identity import doors_to_look_at, identify
from ppit_tracing.domain.sources import SourceChecked
from ppit_tracing.domain.stops import Stop
from tests.unit.tracing.builders import NEW, TODAY, UTILITY, Life, a_debtor, moved

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
CLEAR = tuple(Stop(flag, StopAnswer.NOT_RAISED) for flag in StopFlag)
SOURCES = (
    SourceChecked(SourceName.DEATHS, SourceState.CHECKED, "d-7", TODAY, NOON),
    SourceChecked(SourceName.COUNCIL, SourceState.UNAVAILABLE),
)
NEIGHBOUR = Life("Zebedee Quillfeather", "1961-02-03", "Z")


def searched_out() -> Searched:
    """Search for a debtor who moved next to somebody else."""
    seen = (*moved(), NEIGHBOUR.seen(UTILITY, NEW, 100))
    debtor = a_debtor()
    currency = Currency(dict.fromkeys(SourceName, TODAY), TODAY)
    identity = identify(debtor, seen)
    case = Case(debtor, identity, currency, doors_to_look_at(debtor, identity))
    return Searched(
        CLEAR, SOURCES, (), identity=identity, certified=certify(case), currency=currency
    )


def a_subject() -> Subject:
    return Subject(new_id(), new_id(), "CT1", "RECOVER_DEBT", "TRACE_COUNCIL_TAX", NOON)


def a_certificate(*, withdrawn: bool = False, subject: Subject | None = None) -> dict[str, object]:
    searched = searched_out()
    assert searched.certified is not None
    assert searched.certified.place is not None
    address = address_of(searched.certified.place)
    shown = replace(searched, certified=None) if withdrawn else searched
    return certificate_of(
        subject or a_subject(), TraceOutcome.NEW_ADDRESS_CONFIRMED, address, shown
    )


def test_a_certificate_names_nobody_else_who_was_seen_at_the_door() -> None:
    text = json.dumps(a_certificate()).lower()
    assert "zebedee" not in text
    assert "quillfeather" not in text
    assert "1961" not in text
    assert "other_name" in text


def test_a_certificate_shows_the_address_the_facts_and_their_lineage() -> None:
    certificate = a_certificate()
    assert certificate["address"] == {
        "uprn": NEW,
        "lines": ["5 Parable Lane", "Dover"],
        "postcode": "CT17 9ZZ",
    }
    timeline = cast("list[dict[str, str]]", certificate["timeline"])
    assert sorted(seen["lineage"] for seen in timeline) == ["L1", "L2"]
    assert certificate["earlier_addresses"] == 1


def test_a_certificate_says_what_it_is_about_and_by_which_rule() -> None:
    subject = a_subject()
    certificate = a_certificate(subject=subject)
    rule = cast("dict[str, str]", certificate["rule"])
    said = {
        "certificate_id": str(subject.certificate_id),
        "trace_id": str(subject.trace_id),
        "debt_reference": "CT1",
        "reason": "RECOVER_DEBT",
        "purpose": "TRACE_COUNCIL_TAX",
        "issued_at": "2026-11-01T12:00:00.000Z",
        "outcome": "NEW_ADDRESS_CONFIRMED",
        "statement_basis": "FACT",
    }
    assert {name: certificate[name] for name in said} == said
    assert rule["version"] == RULE_VERSION
    assert (rule["model_version"], rule["key_version"]) == (MODEL_VERSION, KEY_VERSION)
    assert "2 independent facts" in rule["words"]
    assert "date of birth" in rule["identity"]


def test_a_certificate_says_what_was_searched_and_asked() -> None:
    certificate = a_certificate()
    never = dict.fromkeys(("version", "as_at", "loaded_at"))
    deaths = {"version": "d-7", "as_at": "2026-11-01", "loaded_at": "2026-11-01T12:00:00.000Z"}
    assert certificate["searched"] == [
        {"source": "DEATHS", "state": "CHECKED", **deaths},
        {"source": "COUNCIL", "state": "UNAVAILABLE", **never},
    ]
    assert certificate["stop_flags"] == [
        {"flag": flag.value, "answer": "NOT_RAISED"} for flag in StopFlag
    ]


def test_a_certificate_says_why_and_what_was_ruled_out() -> None:
    certificate = a_certificate()
    facts, seen, nobody = cast("list[str]", certificate["why"])
    assert facts == "2 independent facts from 2 sources say so"
    assert seen == "seen there from 2025-09-27 to 2026-11-01"
    assert nobody.startswith("nothing places the person elsewhere later")
    ruled_out = cast("list[dict[str, object]]", certificate["ruled_out"])
    assert [(one["reason"], one["count"]) for one in ruled_out] == [
        ("OTHER_NAME", 1),
        ("EARLIER_ADDRESS", 1),
    ]
    assert all(one["words"] for one in ruled_out)
    by_lineage = {
        seen["lineage"]: seen for seen in cast("list[dict[str, object]]", certificate["timeline"])
    }
    assert by_lineage["L2"] == {
        "source": "ELECTORAL_REGISTER",
        "record": "ELECTORAL_REGISTER/A/2/400",
        "evidence_class": "ELECTORAL",
        "lineage": "L2",
        "first_seen": "2025-09-27",
        "last_seen": "2026-11-01",
        "current": True,
    }
    assert (by_lineage["L1"]["source"], by_lineage["L1"]["last_seen"]) == (
        "CREDIT_BUREAU_A",
        "2026-10-12",
    )


def test_the_digest_is_of_json_that_anybody_can_write_again() -> None:
    written = '{"a":[1,2],"b":"Siân"}'
    digest = digest_of({"b": "Siân", "a": [1, 2], "content_sha256": "not of itself"})
    assert digest == hashlib.sha256(written.encode()).hexdigest()


def test_the_digest_is_of_everything_else_in_the_certificate() -> None:
    certificate = a_certificate()
    assert certificate["content_sha256"] == digest_of(certificate)
    assert digest_of({**certificate, "outcome": "SAME_ADDRESS_CONFIRMED"}) != digest_of(certificate)


def test_a_trace_in_which_nothing_was_certified_has_no_certificate() -> None:
    with pytest.raises(LookupError):
        a_certificate(withdrawn=True)


@pytest.mark.parametrize("flag", list(StopFlag))
@pytest.mark.parametrize(
    "answer", [StopAnswer.RAISED, StopAnswer.UNCERTAIN, StopAnswer.UNABLE], ids=str
)
def test_any_flag_that_is_not_plainly_clear_keeps_an_address_back(
    flag: StopFlag, answer: StopAnswer
) -> None:
    stops = tuple(Stop(one.flag, answer) if one.flag is flag else one for one in CLEAR)
    assert is_open(Searched(CLEAR, (), ()))
    assert not is_open(Searched(stops, (), ()))


def test_a_flag_that_was_never_asked_keeps_an_address_back() -> None:
    assert not is_open(Searched(CLEAR[1:], (), ()))


@pytest.mark.parametrize(
    "source", [SourceName.DEATHS, SourceName.INSOLVENCIES, SourceName.PROTECTION]
)
def test_a_stop_source_that_could_not_be_read_keeps_an_address_back(source: SourceName) -> None:
    assert not is_open(Searched(CLEAR, (), (source,)))


@pytest.mark.parametrize(
    ("flag", "outcome"),
    [
        (StopFlag.PROTECTED, TraceOutcome.PROTECTED_DO_NOT_DISCLOSE),
        (StopFlag.DECEASED, TraceOutcome.DECEASED),
        (StopFlag.BREATHING_SPACE, TraceOutcome.NOT_PERMITTED),
        (StopFlag.INSOLVENT, TraceOutcome.NOT_PERMITTED),
        (StopFlag.CHILD, TraceOutcome.NOT_PERMITTED),
    ],
)
def test_each_flag_ends_a_trace_in_its_outcome(flag: StopFlag, outcome: TraceOutcome) -> None:
    assert stopped_outcome([Stop(flag, StopAnswer.RAISED)]) is outcome
    assert stopped_outcome([Stop(flag, StopAnswer.UNCERTAIN)]) is None


def test_nothing_found_is_said_only_if_everything_was_looked_at() -> None:
    nothing = Searched(CLEAR, (), ())
    assert unconfirmed_outcome(nothing, 0) is TraceOutcome.GONE_AWAY_NO_TRACE
    unsure = TraceOutcome.CANDIDATES_UNCONFIRMED
    assert unconfirmed_outcome(replace(nothing, unable=(SourceName.UTILITY,)), 0) is unsure
    assert unconfirmed_outcome(replace(nothing, crowded=True), 0) is unsure
    assert unconfirmed_outcome(nothing, 2) is unsure


def test_the_answer_about_somebody_protected_differs_by_its_outcome_alone() -> None:
    stops = (Stop(StopFlag.PROTECTED, StopAnswer.RAISED), *CLEAR[1:])
    protected = Finding(TraceOutcome.PROTECTED_DO_NOT_DISCLOSE, Searched(stops, (), ()), NOON)
    nowhere = Finding(TraceOutcome.GONE_AWAY_NO_TRACE, Searched(CLEAR, (), ()), NOON)
    told, plain = protected.answer(), nowhere.answer()
    assert told.pop("outcome") != plain.pop("outcome")
    assert told == plain
