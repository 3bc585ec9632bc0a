"""I4: what the log is told of a request has every name that is asked of it, and no value."""

from datetime import UTC, datetime
from typing import cast

from ppit_gateway.app import Catalogue
from ppit_gateway.domain import record
from ppit_gateway.domain.filtering import Filtered
from ppit_gateway.domain.grounds import Grounds, Sent
from ppit_gateway.domain.house_calls import authority_of
from ppit_platform.audit import AuditFact
from ppit_platform.codes import LogOperation, Role
from ppit_platform.dpop import Proof
from tests.support.calls import a_caller

CALLER = a_caller(user_id="w-017")
OPERATION = next(
    one
    for one in Catalogue.published().routes().operations
    if one.name == "officer-safety POST /v1/screenings"
)
GROUNDS = Grounds(
    at=datetime(2026, 3, 2, 12, tzinfo=UTC),
    client_active=True,
    bound=True,
    suspended=False,
    role=Role.WARDEN,
    version=1,
    asked_as=CALLER.purpose,
    scope=OPERATION.rules.scope,
    scopes=(OPERATION.rules.scope,),
    serves_purpose=True,
    person_required=False,
    case=Sent.GIVEN,
    key=Sent.GIVEN,
    fields=None,
    published=True,
)
SIGNED = Proof("thumb", "p-1", "a" * 64, None, GROUNDS.at, None)


def names(value: object) -> frozenset[str]:
    """Return every name in a body, however deep."""
    if not isinstance(value, dict):
        return frozenset()
    body = cast("dict[str, object]", value)
    return frozenset(body).union(*(names(one) for one in body.values()))


def test_i4_what_a_request_leaves_behind_says_all_that_is_asked_of_a_record() -> None:
    happened = AuditFact(LogOperation.DISCLOSURE, ("e1:aa",), ("e1:bb",), ("result",), {"rows": 1})
    filtered = Filtered(None, frozenset({"result"}), frozenset(), frozenset())
    footing = record.Footing("DPA 2018 s.62", None, GROUNDS, SIGNED)
    outcome = record.Outcome(200, "b" * 64, 3, filtered, (happened,), 20, None)
    asked = record.intent(CALLER, OPERATION, footing)
    ended = record.outcome(CALLER, OPERATION, outcome)
    fact = record.fact("officer-safety", CALLER, happened)
    who = {"request_id", "org_id", "client_id", "user_id", "role", "purpose"}
    who |= {"agreement_id", "agreement_version"}
    assert all(who <= names(one) for one in (asked, ended, fact))
    assert {"legal_basis", "log_operation", "decision", "policy_version", "proof"} <= names(asked)
    assert asked["proof"] == {"id": "p-1", "sha256": "a" * 64}
    assert {"status", "response_sha256", "fields", "people_disclosed", "facts"} <= names(ended)
    assert {"subjects_searched", "subjects_disclosed", "fields", "counts"} <= names(fact["fact"])


def test_i4_a_refusal_says_who_was_refused_what_and_why() -> None:
    refusal = record.Denial(
        CALLER.request_id,
        authority_of(CALLER),
        OPERATION,
        None,
        GROUNDS,
        SIGNED,
        "DPA 2018 s.62",
        "CASE/17",
    )
    said = record.denied(refusal, "DSA_EXPIRED")
    assert (said["org_id"], said["client_id"], said["role"]) == (
        CALLER.org_id,
        CALLER.client_id,
        "WARDEN",
    )
    assert (said["decision"], said["legal_basis"]) == ("DSA_EXPIRED", "DPA 2018 s.62")
    assert said["proof"] == {"id": "p-1", "sha256": "a" * 64}
    # The case is partner text: it is sealed beside, where it can be erased.
    assert "CASE/17" not in str(said)
    assert record.sealed_case(refusal) == {"case_reference": "CASE/17"}
