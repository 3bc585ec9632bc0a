"""H: a decision can be made again years later, from the log and the agreement as it stood."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import cast
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppit_gateway.domain import record
from ppit_gateway.domain.agreements import Agreement, Signature, Standing
from ppit_gateway.domain.decide import Allowed, Authority, Question, decide
from ppit_gateway.domain.fields import Shape
from ppit_gateway.domain.house_calls import HouseRule, decide_house_call
from ppit_gateway.domain.operations import Operation, Rules
from ppit_gateway.domain.replay import NotReplayable, replay
from ppit_platform.caller import Actor, Caller
from ppit_platform.codes import LogOperation, ProcessingRegime, PurposeCode, Role, SubjectClass

READ, WRITE = "victims:read", "victims:write"
PURPOSES = (PurposeCode.VICTIM_SAFEGUARD, PurposeCode.VET_GRANT)
PLAIN = Shape(plain=True)
ANSWER = Shape(fields={"result": PLAIN, "items": Shape(items=Shape(fields={"id": PLAIN}))})
RULES = Rules(
    scope=READ,
    log_operation=LogOperation.CONSULTATION,
    purposes=frozenset(PURPOSES[:1]),
    max_people=3,
    subject_classes=frozenset({SubjectClass.VICTIM}),
    person_required=False,
    idempotent=True,
    essential_fields=frozenset({"result"}),
)
AGREEMENT = Agreement(
    agreement_id="DSA-001",
    version=2,
    partner="thanet",
    title="Victims",
    legal_basis="UK GDPR Art 6(1)(e)",
    regime=ProcessingRegime.UK_GDPR,
    purposes=frozenset(PURPOSES[:1]),
    scopes=frozenset({READ}),
    fields={READ: frozenset({"result", "items.id"})},
    areas=frozenset({"E07000114"}),
    audiences=frozenset(),
    starts=date(2026, 1, 1),
    ends=date(2026, 12, 31),
    people_per_day=10,
    subject_classes=frozenset({SubjectClass.VICTIM}),
    vouches_for_users=True,
    signatures=(
        Signature("Thanet", "A. One", date(2025, 12, 1)),
        Signature("Kent", "B. Two", date(2025, 12, 1)),
    ),
)
REQUEST = UUID(int=7)
NIGHT = datetime(2026, 2, 2, 0, 30, tzinfo=UTC)
agreements = st.builds(
    replace,
    st.just(AGREEMENT),
    version=st.sampled_from((2, 3)),
    purposes=st.sampled_from((frozenset(PURPOSES[:1]), frozenset(PURPOSES))),
    scopes=st.sampled_from((frozenset({READ}), frozenset({WRITE}))),
    fields=st.sampled_from((AGREEMENT.fields, {READ: frozenset({"*"})})),
    vouches_for_users=st.booleans(),
    clients=st.sampled_from((None, frozenset({"phones"}), frozenset({"other"}))),
    ends=st.sampled_from((date(2026, 12, 31), date(2026, 2, 1))),
    subject_classes=st.sampled_from(
        (AGREEMENT.subject_classes, frozenset(SubjectClass), frozenset[SubjectClass]())
    ),
)
standings = st.builds(
    Standing,
    at=st.sampled_from([datetime(2026, 1, 31, hour, tzinfo=UTC) for hour in (0, 23)] + [NIGHT]),
    client_active=st.sampled_from((True, True, True, False)),
    bound=st.sampled_from((True, True, True, False)),
    agreement=st.one_of(agreements, agreements, agreements, st.none()),
    suspended=st.sampled_from((False, False, False, True)),
    role=st.sampled_from((None, Role.TS_OFFICER, Role.ANALYST, Role.OPERATOR)),
)
authorities = st.builds(
    Authority,
    client_id=st.sampled_from(("phones", "phones", "other")),
    org_id=st.just("thanet"),
    user_id=st.sampled_from((None, "w-017")),
    assurance=st.sampled_from(("partner-vouched", "idp")),
    agreement_id=st.just("DSA-001"),
    agreement_version=st.sampled_from((2, 2, 3)),
    purpose=st.sampled_from(PURPOSES),
    scopes=st.sampled_from((frozenset({READ}), frozenset({READ, WRITE}), frozenset({WRITE}))),
)


def an_operation(**rules: object) -> Operation:
    changed = replace(RULES, **rules)  # pyright: ignore[reportArgumentType]
    return Operation("victims", "POST", "/v1/lookups", changed, {200: ANSWER})


questions = st.builds(
    Question,
    operation=st.builds(
        an_operation,
        person_required=st.booleans(),
        idempotent=st.booleans(),
        purposes=st.sampled_from((frozenset(PURPOSES[:1]), frozenset(PURPOSES))),
        subject_classes=st.sampled_from(
            (RULES.subject_classes, frozenset({SubjectClass.VICTIM, SubjectClass.SUSPECTED}))
        ),
    ),
    case_reference=st.sampled_from(("CASE/1", "CASE/1", "CASE/1", None, "x")),
    idempotency_key=st.sampled_from(("key-00001", "key-00001", "key-00001", None, "x")),
    fields=st.sampled_from(
        (None, frozenset({"result"}), frozenset({"items"}), frozenset({"secret"}))
    ),
)


def as_logged(
    decision: object, question: Question, authority: Authority, via: str | None = None
) -> dict[str, object]:
    """Write a decision as the gate writes it, and read it as an auditor does."""
    if not isinstance(decision, Allowed):
        refused = decision
        denial = record.Denial(REQUEST, authority, question.operation, via, refused.grounds)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownArgumentType]
        body = record.denied(denial, refused.reason.code)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType, reportUnknownArgumentType]
    else:
        caller = a_caller(authority, decision)
        footing = record.Footing("x", via, decision.grounds, None)
        body = record.intent(caller, question.operation, footing)
    return json.loads(json.dumps(body))


def a_caller(authority: Authority, decision: Allowed) -> Caller:
    return Caller(
        request_id=REQUEST,
        org_id=authority.org_id,
        client_id=authority.client_id,
        actor=decision.actor,
        purpose=authority.purpose,
        regime=ProcessingRegime.UK_GDPR,
        agreement_id=authority.agreement_id,
        agreement_version=authority.agreement_version,
        case_reference="CASE/1",
        scopes=decision.scopes,
        areas=frozenset(),
        audiences=frozenset(),
        people_limit=1,
    )


@given(question=questions, authority=authorities, standing=standings)
def test_h_what_was_logged_replays_to_the_same_decision(
    question: Question, authority: Authority, standing: Standing
) -> None:
    decision = decide(question, authority, standing)
    body = as_logged(decision, question, authority)
    assert replay(body, standing.agreement) == body["decision"]


RULE = HouseRule(
    "tracing",
    PURPOSES[0],
    "victims",
    "POST",
    "/v1/lookups",
    PURPOSES[0],
    frozenset({SubjectClass.VICTIM}),
    frozenset({"result"}),
)


@given(
    question=questions,
    authority=authorities,
    standing=standings,
    rules=st.sampled_from(((), (RULE,))),
)
def test_h_a_question_inside_the_house_replays_too(
    question: Question, authority: Authority, standing: Standing, rules: tuple[HouseRule, ...]
) -> None:
    person = Actor(authority.user_id, Role.ANALYST, "vouched") if authority.user_id else None
    granted = Allowed(AGREEMENT, person, authority.scopes, frozenset(), 0, decided().grounds)
    caller = a_caller(authority, granted)
    decision = decide_house_call("tracing", caller, question, standing, rules)
    decided_as = decision[0] if isinstance(decision, tuple) else decision
    body = as_logged(decided_as, question, authority, via="tracing")
    assert replay(body, standing.agreement) == body["decision"]


def a_standing(**changes: object) -> Standing:
    at = datetime(2026, 2, 1, 12, tzinfo=UTC)
    standing = Standing(at, True, True, AGREEMENT, False, None)  # noqa: FBT003
    return replace(standing, **changes)  # pyright: ignore[reportArgumentType]


def a_question(**changes: object) -> Question:
    return replace(Question(an_operation(), "CASE/1", "key-00001"), **changes)  # pyright: ignore[reportArgumentType]


MACHINE = Authority("phones", "thanet", None, None, "DSA-001", 2, PURPOSES[0], frozenset({READ}))


def decided(**changes: object) -> Allowed:
    decision = decide(a_question(**changes), MACHINE, a_standing())
    assert isinstance(decision, Allowed)
    return decision


def test_h_another_version_of_the_agreement_or_of_the_rules_does_not_replay() -> None:
    body = as_logged(decided(), a_question(), MACHINE)
    assert replay(body, AGREEMENT) == "ALLOWED"
    broken = (
        ({**body, "policy_version": "gate-1"}, AGREEMENT),
        ({**body, "policy_version": "gate-2"}, AGREEMENT),
        ({**body, "grounds": None}, AGREEMENT),
        (body, replace(AGREEMENT, version=3)),
        (body, None),
    )
    for entry, agreement in broken:
        with pytest.raises(NotReplayable):
            replay(entry, agreement)


def test_h_what_was_decided_before_classes_of_people_were_asked_for_replays_without_them() -> None:
    body = as_logged(decided(), a_question(), MACHINE)
    grounds = {**cast("dict[str, object]", body["grounds"])}
    del grounds["classes"]
    unnamed = replace(AGREEMENT, subject_classes=frozenset())
    assert replay({**body, "policy_version": "gate-2", "grounds": grounds}, unnamed) == "ALLOWED"
    # The same omission in an entry of today hides what the rules looked at.
    with pytest.raises(NotReplayable):
        replay({**body, "grounds": grounds}, AGREEMENT)


def test_h_an_entry_that_was_changed_replays_to_another_decision() -> None:
    body = as_logged(decided(), a_question(), MACHINE)
    grounds = cast("dict[str, object]", body["grounds"])
    others = ["SUSPECTED", "VICTIM"]
    changes = {
        "classes": others,
        "suspended": True,
        "bound": False,
        "case": "MISSING",
        "person_required": True,
    }
    codes = {
        name: replay({**body, "grounds": {**grounds, name: value}}, AGREEMENT)
        for name, value in changes.items()
    }
    assert codes == {
        "classes": "SUBJECT_CLASS_NOT_PERMITTED",
        "suspended": "DSA_SUSPENDED",
        "bound": "DSA_NOT_FOUND",
        "case": "CASE_REF_REQUIRED",
        "person_required": "PERSON_REQUIRED",
    }


def test_h_fields_asked_for_by_name_narrow_and_never_widen() -> None:
    assert decided(fields=frozenset({"items"})).fields == {"items.id", "result"}
    assert decided(fields=frozenset({"items.id"})).fields == {"items.id", "result"}
    assert decided().fields == AGREEMENT.fields[READ]


@pytest.mark.parametrize(
    ("asked", "allowed"),
    [
        ({"secret"}, {"result", "items.id"}),
        ({"result", "secret"}, {"result", "items.id"}),
        ({"items.secret"}, {"result", "items.id"}),
        ({"secret"}, {"*"}),
    ],
)
def test_h_a_field_that_the_agreement_does_not_have_is_refused(
    asked: set[str], allowed: set[str]
) -> None:
    terms = replace(AGREEMENT, fields={READ: frozenset(allowed)})
    question = a_question(fields=frozenset(asked))
    decision = decide(question, MACHINE, a_standing(agreement=terms))
    assert not isinstance(decision, Allowed)
    assert decision.reason.code == "FIELD_NOT_PERMITTED"


def test_h_a_person_who_signed_in_replays_as_allowed_though_nobody_vouches() -> None:
    standing = Standing(NIGHT, True, True, AGREEMENT, False, Role.ANALYST)  # noqa: FBT003  # as declared
    standing = replace(standing, agreement=replace(AGREEMENT, vouches_for_users=False))
    question = Question(an_operation(), "CASE/1", "key-00001")
    replayed: dict[str, str] = {}
    for assurance in ("idp", "partner-vouched"):
        authority = Authority(
            client_id="phones",
            org_id="thanet",
            user_id="w-017",
            assurance=assurance,
            agreement_id="DSA-001",
            agreement_version=2,
            purpose=PURPOSES[0],
            scopes=frozenset({READ}),
        )
        decision = decide(question, authority, standing)
        replayed[assurance] = replay(as_logged(decision, question, authority), standing.agreement)
    assert replayed == {"idp": "ALLOWED", "partner-vouched": "USER_NOT_VOUCHED"}
