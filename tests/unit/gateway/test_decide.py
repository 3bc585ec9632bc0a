"""What may be asked, decided by the token, the agreement, the role and the clock alone."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ppit_gateway.domain.agreements import Agreement, Signature, Standing
from ppit_gateway.domain.decide import Allowed, Authority, Question, Refused, decide
from ppit_gateway.domain.operations import Operation, Rules
from ppit_gateway.domain.scopes import ScopeNotGranted, granted
from ppit_platform.codes import LogOperation, ProcessingRegime, PurposeCode, Role, SubjectClass

SCREEN = "officer-safety:screen"
APPROVE = "officer-safety:approve"
VISIT = PurposeCode.OFFICER_SAFETY_VISIT
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
UNCOVERED = "SUBJECT_CLASS_NOT_PERMITTED"
OTHERS = frozenset(SubjectClass) - {SubjectClass.SUSPECTED}
AGREEMENT = Agreement(
    agreement_id="DSA-001",
    version=3,
    partner="thanet",
    title="Screening of visits",
    legal_basis="UK GDPR Art 6(1)(e)",
    regime=ProcessingRegime.UK_GDPR,
    purposes=frozenset({VISIT, PurposeCode.AUDIT_SELF_MONITOR}),
    scopes=frozenset({SCREEN, APPROVE}),
    fields={SCREEN: frozenset({"result"}), APPROVE: frozenset({"*"})},
    areas=frozenset({"E07000114"}),
    audiences=frozenset({"WARDENS"}),
    starts=date(2026, 1, 1),
    ends=date(2026, 6, 30),
    people_per_day=10,
    subject_classes=frozenset({SubjectClass.SUSPECTED}),
    vouches_for_users=True,
    signatures=(
        Signature("Thanet District Council", "A. One", date(2025, 12, 1)),
        Signature("Kent County Council", "B. Two", date(2025, 12, 2)),
    ),
)
RULES = Rules(
    scope=SCREEN,
    log_operation=LogOperation.DISCLOSURE,
    purposes=frozenset({VISIT}),
    max_people=4,
    subject_classes=frozenset({SubjectClass.SUSPECTED}),
    person_required=False,
    idempotent=True,
    essential_fields=frozenset({"result"}),
)
AUTHORITY = Authority(
    client_id="thanet-phones",
    org_id="thanet",
    user_id="w-017",
    assurance="partner-vouched",
    agreement_id="DSA-001",
    agreement_version=3,
    purpose=VISIT,
    scopes=frozenset({SCREEN, APPROVE}),
)
STANDING = Standing(
    at=NOON,
    client_active=True,
    bound=True,
    agreement=AGREEMENT,
    suspended=False,
    role=Role.WARDEN,
)
MACHINE = replace(AUTHORITY, user_id=None, assurance=None)


def a_question(rules: Rules = RULES, **changes: str | None) -> Question:
    asked: dict[str, str | None] = {"case_reference": "VISIT/1", "idempotency_key": "key-00001"}
    said = asked | changes
    operation = Operation("officer-safety", "POST", "/v1/screenings", rules, {})
    return Question(operation, said["case_reference"], said["idempotency_key"])


def code(decision: Allowed | Refused) -> str:
    return decision.reason.code if isinstance(decision, Refused) else "ALLOWED"


def test_a_warden_may_screen_what_token_agreement_and_role_all_allow() -> None:
    decision = decide(a_question(), AUTHORITY, STANDING)
    assert isinstance(decision, Allowed)
    # The token and the agreement allow approval too; a warden's role does not.
    assert decision.scopes == {SCREEN}
    assert decision.fields == {"result"}
    assert decision.people_wanted == 4
    assert decision.actor is not None
    assert (decision.actor.user_id, decision.actor.role) == ("w-017", Role.WARDEN)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"client_active": False}, "INVALID_TOKEN"),
        ({"role": None}, "INVALID_TOKEN"),
        ({"bound": False}, "DSA_NOT_FOUND"),
        ({"agreement": None}, "DSA_NOT_FOUND"),
        ({"agreement": replace(AGREEMENT, version=4)}, "INVALID_TOKEN"),
        ({"agreement": replace(AGREEMENT, clients=frozenset({"other"}))}, "DSA_NOT_FOUND"),
        ({"agreement": replace(AGREEMENT, clients=frozenset({"thanet-phones"}))}, "ALLOWED"),
        ({"suspended": True}, "DSA_SUSPENDED"),
        ({"agreement": replace(AGREEMENT, vouches_for_users=False)}, "USER_NOT_VOUCHED"),
        ({"agreement": replace(AGREEMENT, purposes=frozenset())}, "PURPOSE_NOT_PERMITTED"),
        ({"agreement": replace(AGREEMENT, scopes=frozenset({APPROVE}))}, "INSUFFICIENT_SCOPE"),
        ({"agreement": replace(AGREEMENT, subject_classes=frozenset())}, UNCOVERED),
        ({"agreement": replace(AGREEMENT, subject_classes=OTHERS)}, UNCOVERED),
        ({"agreement": replace(AGREEMENT, subject_classes=frozenset(SubjectClass))}, "ALLOWED"),
        ({"role": Role.OPERATOR}, "INSUFFICIENT_SCOPE"),
        ({"role": Role.PARTNER_ADMIN}, "INSUFFICIENT_SCOPE"),
    ],
)
def test_how_a_client_stands_decides(change: dict[str, object], expected: str) -> None:
    standing = replace(STANDING, **change)  # pyright: ignore[reportArgumentType]  # each case changes one
    assert code(decide(a_question(), AUTHORITY, standing)) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2025, 12, 31, 23, 59, tzinfo=UTC), "DSA_EXPIRED"),
        (datetime(2026, 1, 1, 0, 0, tzinfo=UTC), "ALLOWED"),
        # 30 June ends at 23:00 UTC: London keeps summer time.
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), "ALLOWED"),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), "DSA_EXPIRED"),
    ],
)
def test_an_agreement_is_in_force_on_londons_days(at: datetime, expected: str) -> None:
    assert code(decide(a_question(), AUTHORITY, replace(STANDING, at=at))) == expected


def test_an_operation_is_for_the_purposes_it_declares() -> None:
    other = replace(AUTHORITY, purpose=PurposeCode.AUDIT_SELF_MONITOR)
    assert code(decide(a_question(), other, STANDING)) == "OPERATION_NOT_PERMITTED"


def test_an_agreement_names_every_class_of_people_that_an_operation_concerns() -> None:
    both = replace(
        RULES, subject_classes=frozenset({SubjectClass.SUSPECTED, SubjectClass.CONVICTED})
    )
    assert code(decide(a_question(both), AUTHORITY, STANDING)) == UNCOVERED
    nobody = replace(RULES, subject_classes=frozenset[SubjectClass](), max_people=0)
    unsaid = replace(STANDING, agreement=replace(AGREEMENT, subject_classes=frozenset()))
    assert code(decide(a_question(nobody), AUTHORITY, unsaid)) == "ALLOWED"


def test_a_scope_that_the_token_lacks_is_not_found_in_the_agreement() -> None:
    narrow = replace(AUTHORITY, scopes=frozenset({APPROVE}))
    assert code(decide(a_question(), narrow, STANDING)) == "INSUFFICIENT_SCOPE"


def test_a_machine_does_what_its_agreement_lists_but_not_what_needs_a_person() -> None:
    alone = replace(STANDING, role=None)
    assert code(decide(a_question(), MACHINE, alone)) == "ALLOWED"
    personal = a_question(replace(RULES, person_required=True))
    assert code(decide(personal, MACHINE, alone)) == "PERSON_REQUIRED"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"case_reference": None}, "CASE_REF_REQUIRED"),
        ({"case_reference": "A"}, "CASE_REF_INVALID"),
        ({"case_reference": "A/1\n"}, "CASE_REF_INVALID"),
        ({"case_reference": "Ａ/123"}, "CASE_REF_INVALID"),  # noqa: RUF001  # a full-width letter
        ({"idempotency_key": None}, "IDEMPOTENCY_KEY_REQUIRED"),
        ({"idempotency_key": "short"}, "IDEMPOTENCY_KEY_INVALID"),
        ({"idempotency_key": "x" * 65}, "IDEMPOTENCY_KEY_INVALID"),
    ],
)
def test_a_request_names_its_case_and_itself(change: dict[str, str | None], expected: str) -> None:
    assert code(decide(a_question(RULES, **change), AUTHORITY, STANDING)) == expected


def test_a_question_without_effect_needs_no_key() -> None:
    plain = a_question(replace(RULES, idempotent=False), idempotency_key=None)
    assert code(decide(plain, AUTHORITY, STANDING)) == "ALLOWED"


def test_a_token_is_given_all_that_was_asked_or_nothing() -> None:
    alone = replace(STANDING, role=None)
    assert granted(SCREEN, AGREEMENT, alone) == ("officer-safety", {SCREEN})
    assert granted("", AGREEMENT, alone) == ("officer-safety", {SCREEN, APPROVE})
    assert granted("", AGREEMENT, STANDING) == ("officer-safety", {SCREEN})
    for text in (f"{SCREEN} {APPROVE}", "officer-safety:report", "screen", " ", f"{SCREEN} "):
        with pytest.raises(ScopeNotGranted):
            granted(text, AGREEMENT, STANDING)


def test_a_token_is_for_one_service() -> None:
    both = replace(AGREEMENT, scopes=frozenset({SCREEN, "victims:read"}))
    with pytest.raises(ScopeNotGranted):
        granted("", both, replace(STANDING, role=None))


def test_a_role_without_any_scope_gets_no_token() -> None:
    with pytest.raises(ScopeNotGranted):
        granted("", AGREEMENT, replace(STANDING, role=Role.OPERATOR))
