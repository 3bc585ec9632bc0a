"""What each duty of the gate costs by itself, in microseconds of processor time a request.

Each part is called with what one request of `bench_gate` gives it. What is not here is the way
between them: the server, the event loop, the sockets of the log and of the service.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from typing import cast

from opentelemetry.trace import SpanKind
from pydantic import TypeAdapter

from ppit_gateway.app import Catalogue
from ppit_gateway.domain import record
from ppit_gateway.domain.agreements import Agreement, Standing
from ppit_gateway.domain.decide import Allowed, Authority, Question, decide
from ppit_gateway.domain.listing import Form
from ppit_gateway.domain.nonces import Nonces
from ppit_gateway.domain.operations import Operation
from ppit_gateway.log.client import LogClient
from ppit_gateway.log.entries import Draft, Receipt
from ppit_gateway.log.turnstile import Turn
from ppit_gateway.log.wire import Answer, read_answer, write_answer, write_question
from ppit_gateway.log.wire import Question as Asking
from ppit_gateway.proxy.answer_reader import ServiceAnswer
from ppit_gateway.proxy.gate import Gate, Permitted
from ppit_gateway.proxy.guard import DoorRules, guard
from ppit_gateway.proxy.hopping import Asked, service_request
from ppit_gateway.proxy.judge import Judged, judge
from ppit_gateway.proxy.limits import Remembered, needs_of
from ppit_gateway.proxy.load import Load
from ppit_gateway.proxy.origin import Origin
from ppit_gateway.proxy.upstream import Upstreams
from ppit_gateway.storage.quota import QuotaStore
from ppit_gateway.storage.registry import RegistryStore
from ppit_platform.audit import ENVELOPE_TYPE, AuditFact, Envelope
from ppit_platform.caller import Caller
from ppit_platform.codes import LogOperation, PurposeCode, Role
from ppit_platform.db import open_engine
from ppit_platform.dpop import Proof, make_proof, read_proof
from ppit_platform.ids import new_id
from ppit_platform.telemetry import TelemetryMode, open_telemetry
from ppit_platform.tokens import SharedKey, SigningKey, new_private_key
from tests.benchmarks.gate_upstream import the_answer
from tests.support.gate import an_agreement

SERVICE = "officer-safety"
SCOPE = "officer-safety:screen"
PATH = "/v1/screenings/0197f0f0-0000-7000-8000-000000000000"
HOST = "gate.test"
VISIT = PurposeCode.OFFICER_SAFETY_VISIT
TIMES = 400
PEOPLE = 20
SEALED = {record.SEALED_CASE: "BENCH/1"}


def the_agreement() -> Agreement:
    terms = an_agreement(scopes=[SCOPE], fields={SCOPE: ["*"]})
    return TypeAdapter(Agreement).validate_python(terms)


def the_gate(routes_of: Catalogue) -> Gate:
    """Return a gate that is never asked to reach its neighbours."""
    engine = open_engine("postgresql+psycopg://nobody@127.0.0.1/nowhere", application="bench")
    secret = new_private_key()
    return Gate(
        issuer=f"http://{HOST}",
        routes=routes_of.routes(),
        registry=RegistryStore(engine),
        quota=QuotaStore(engine),
        log=LogClient(Path("nowhere")),
        upstreams=Upstreams({}),
        hop_keys={SERVICE: SharedKey.from_hex(SERVICE, "ab" * 32)},
        mandate_key=SigningKey.from_pem(secret),
        origin=Origin(secret),
        seconds=10.0,
        tracer=open_telemetry("bench", TelemetryMode.OTLP, endpoint="http://127.0.0.1:9").tracer,
        nonces=Nonces(secret),
        remembered=Remembered(),
        load=Load(),
    )


def the_scope(token: str, proof: str) -> dict[str, object]:
    headers = {
        "host": HOST,
        "authorization": f"DPoP {token}",
        "case-reference": "BENCH/1",
        "dpop": proof,
    }
    return {
        "type": "http",
        "method": "GET",
        "raw_path": f"/{SERVICE}{PATH}".encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }


def microseconds(part: Callable[[], object], times: int = TIMES) -> float:
    """Return the least that one call took, over five series."""
    least = inf
    for _ in range(5):
        begun = time.process_time()
        for _ in range(times):
            part()
        least = min(least, (time.process_time() - begun) / times)
    return round(least * 1e6, 1)


@dataclass(frozen=True, slots=True)
class Request:
    """One request at each of its stations."""

    gate: Gate
    url: str
    proof: str
    shown: Proof
    scope: dict[str, object]
    authority: Authority
    standing: Standing
    question: Question
    permitted: Permitted
    caller: Caller
    judged: Judged

    @classmethod
    def asked(cls) -> "Request":
        gate, now = the_gate(Catalogue.published()), datetime.now(UTC)
        operation = gate.routes.named(SERVICE, "GET", "/v1/screenings/{screening_id}")
        key, token = SigningKey.from_pem(new_private_key()), "a" * 700
        url = f"{gate.issuer}/{SERVICE}{PATH}"
        proof = make_proof(key, method="GET", url=url, now=now, access_token=token)
        shown = read_proof(proof, method="GET", url=url, now=now)
        names = ("thanet-phones", "thanet", "w-017", "partner-vouched", "DSA-001")
        authority = Authority(*names, 1, VISIT, frozenset({SCOPE}))
        standing = Standing(
            at=now,
            client_active=True,
            bound=True,
            agreement=the_agreement(),
            suspended=False,
            role=Role.WARDEN,
        )
        question = Question(cast("Operation", operation), "BENCH/1", None)
        allowed = cast("Allowed", decide(question, authority, standing))
        permitted = Permitted(
            new_id(), authority, question.operation, allowed, VISIT, "BENCH/1", None, None, shown
        )
        judged = judge(the_envelope(), permitted, Form.JSON, PEOPLE)
        caller = permitted.caller(PEOPLE)
        scope = the_scope(token, proof)
        return cls(
            *(gate, url, proof, shown, scope, authority),
            *(standing, question, permitted, caller, judged),
        )

    def write_intent(self) -> bytes:
        allowed = self.permitted.allowed
        agreement, operation = allowed.agreement, self.question.operation
        footing = record.Footing(agreement.legal_basis, None, allowed.grounds, self.shown)
        said = record.intent(self.caller, operation, footing)
        needs = needs_of(agreement, self.authority, operation, self.shown.proof_id)
        return write_question(Asking(1, (Draft("intent", "k", said, SEALED),), needs))

    def write_outcome(self) -> bytes:
        outcome = record.Outcome(
            200, "ab" * 32, 12, self.judged.filtered, self.judged.facts, PEOPLE, None
        )
        said = record.outcome(self.caller, self.question.operation, outcome)
        facts = [
            Draft("fact", str(one.fact_id), record.fact(SERVICE, self.caller, one))
            for one in self.judged.facts
        ]
        return write_question(Asking(1, (Draft("outcome", "k", said, SEALED), *facts)))

    def seal_hop(self) -> object:
        asked = Asked(PATH, "", b"", Form.JSON, 0.0)
        return service_request(self.gate, self.permitted, self.caller, asked, seconds=9.0)

    def span(self) -> None:
        said = {
            "ppit.request_id": str(self.caller.request_id),
            "ppit.org_id": self.caller.org_id,
        }
        with self.gate.tracer.start_as_current_span(
            self.question.operation.name,
            kind=SpanKind.SERVER,
            attributes=said,
            record_exception=False,
        ) as one:
            one.set_attribute("http.response.status_code", 200)


def parts() -> dict[str, float]:
    """Measure each part of one request, in the order in which a request meets them."""
    one, now = Request.asked(), datetime.now(UTC)
    gate, rules = one.gate, DoorRules(frozenset({HOST}))
    limits = needs_of(
        one.permitted.allowed.agreement, one.authority, one.question.operation, ""
    ).limits
    turns = (Turn("burst", 9, 1), Turn("minute", 599, 60))
    gate.remembered.note(one.authority, limits, turns)
    answer = the_envelope()
    frame = write_answer(7, Answer((Receipt(123456, "ab" * 32),), 123457, turns=turns))[4:]
    measured: Mapping[str, Callable[[], object]] = {
        "the door: headers and address": lambda: guard(one.scope, rules),
        "the proof of the token's key": lambda: read_proof(
            one.proof, method="GET", url=one.url, now=now
        ),
        "the operation found": lambda: gate.routes.at(SERVICE, PATH),
        "the decision": lambda: decide(one.question, one.authority, replace(one.standing, at=now)),
        "the intent, written for the log": one.write_intent,
        "the hop, sealed": one.seal_hop,
        "the answer judged, its fields filtered": lambda: judge(
            answer, one.permitted, Form.JSON, PEOPLE
        ),
        "outcome and fact, written for the log": one.write_outcome,
        "two receipts read": lambda: (read_answer(frame), read_answer(frame)),
        "the next nonce, what is left": lambda: (
            gate.nonces.issue(one.shown.thumbprint, now),
            gate.remembered.headers(one.authority),
        ),
        "one span": one.span,
    }
    return {name: microseconds(part) for name, part in measured.items()}


def the_envelope() -> ServiceAnswer:
    fact = AuditFact(
        LogOperation.CONSULTATION,
        subjects_disclosed=("e1:" + "a" * 43,),
        fields=("result", "control_measures"),
        counts={"markers": 1},
    )
    content = Envelope("application/json", (fact.as_json(),), the_answer()).pack()
    return ServiceAnswer(200, ENVELOPE_TYPE, {}, content)


if __name__ == "__main__":
    print(json.dumps(parts(), indent=1))  # noqa: T201  # a command
