"""Asks every published operation through the gate what its document does not say.

What is wrong with an answer: a 5xx, a status that is not published, a refusal without a problem.
"""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from ppit_client import Answer, ClientFailure, Manners, PartnerClient
from ppit_client.questions import Place
from ppit_gateway.app import Catalogue
from ppit_gateway.domain.openapi import merged
from ppit_gateway.domain.roles import narrowed
from ppit_ops.cast import PARTIES, Party
from ppit_ops.partners import Seat
from ppit_ops.plan import HousePlan
from ppit_platform.codes import PurposeCode

_EXAMPLES = 6
_ONCE = Manners(tries=1, raising=False)
INSIDE_ONLY = {
    "victims:protection",
    *(f"{service}:audit" for service in ("officer-safety", "tracing", "vetting", "victims")),
}
"""Scopes that only the house itself ever asks."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that a machine made up for an operation."""

    operation: str
    method: str
    target: str
    body: object
    published: frozenset[str]


@cache
def operations() -> tuple[Any, ...]:
    """Give each operation of the merged document, as schemathesis reads it."""
    document = merged(Catalogue.published().documents, "http://127.0.0.1")
    schema = cast("Any", schemathesis.openapi.from_dict(document))
    return tuple(found.ok() for found in schema.get_all_operations())


def made_up(operation: Any) -> list[Asked]:  # noqa: ANN401  # schemathesis has no type for it
    """Return questions for one operation, the same in every run."""
    questions: list[Asked] = []

    @settings(
        max_examples=_EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=(
            HealthCheck.too_slow,
            HealthCheck.filter_too_much,
            HealthCheck.data_too_large,
        ),
    )
    @given(case=operation.as_strategy())
    def collect(case: Any) -> None:  # noqa: ANN401
        query = {name: str(value) for name, value in dict(case.query or {}).items()}
        path = {name: str(value) for name, value in dict(case.path_parameters or {}).items()}
        body = cast("object", case.body) if isinstance(case.body, dict | list) else None
        published = frozenset(cast("Mapping[str, object]", operation.definition.raw["responses"]))
        questions.append(
            Asked(
                operation.label,
                operation.method.upper(),
                Place(path, query).of(operation.path),
                body,
                published,
            )
        )

    collect()
    return questions


def partner_for(operation: Any) -> tuple[Party, str | None, PurposeCode] | None:  # noqa: ANN401
    """Return who may ask it, by which person and for what, so that it reaches its service.

    None where nobody may.
    """
    rules = cast("Mapping[str, Any]", operation.definition.raw["x-ppit"])
    purposes = {PurposeCode(name) for name in rules["purposes"]}
    for party in reversed(PARTIES):
        for terms in party.agreements:
            allowed = purposes & set(terms.purposes)
            if rules["scope"] in terms.scopes and allowed:
                return party, _somebody_with(rules["scope"], party), min(allowed)
    return None


def _somebody_with(scope: str, party: Party) -> str | None:
    """Return the first person whose role has the scope; who acts by itself where none has."""
    able = (one.user_id for one in party.people if narrowed(frozenset({scope}), one.role))
    return next(able, party.user)


async def answered(client: PartnerClient, asked: Asked) -> Answer[object]:
    if asked.method == "GET":
        return await client.get(asked.target, case_reference="FUZZ/1")
    return await client.post(asked.target, asked.body, case_reference="FUZZ/1")


def wrong_with(answer: Answer[object], asked: Asked) -> str | None:
    """Say what an answer breaks of what was published; None where it breaks nothing."""
    said = f"{asked.operation}: {answer.status}"
    if answer.status >= 500:  # the fault of a server
        return said
    if answer.status < 400:  # a success
        return None if str(answer.status) in asked.published else said
    document = cast("Mapping[str, object]", answer.json if isinstance(answer.json, dict) else {})
    kind = answer.headers.get("content-type", "")
    whole = {"type", "title", "status", "detail", "instance", "code"} <= document.keys()
    return None if kind == "application/problem+json" and whole else f"{said} {kind}"


def never_asked() -> set[str]:
    """Name the scopes of operations that no party may ask."""
    return {
        str(one.definition.raw["x-ppit"]["scope"])
        for one in operations()
        if partner_for(one) is None
    }


async def what_is_wrong(plan: HousePlan, service: str) -> tuple[list[str], set[int]]:
    """Ask every operation of a service of a running house; return what broke a promise, and every
    status.
    """
    wrong: list[str] = []
    statuses: set[int] = set()
    async with AsyncExitStack() as open_clients:
        clients: dict[object, PartnerClient] = {}
        for operation in operations():
            found = partner_for(operation)
            if found is None or not operation.path.startswith(f"/{service}/"):
                continue
            if found not in clients:
                clients[found] = await open_clients.enter_async_context(_client(plan, *found))
            for asked in made_up(operation):
                try:
                    answer = await answered(clients[found], asked)
                except ClientFailure as failure:
                    wrong.append(f"{asked.operation}: {type(failure).__name__}")
                    continue
                statuses.add(answer.status)
                wrong += filter(None, [wrong_with(answer, asked)])
    return wrong, statuses


def _client(plan: HousePlan, party: Party, user: str | None, purpose: PurposeCode) -> PartnerClient:
    seat = Seat.of(plan.folder, plan.issuer, party)
    return PartnerClient(
        seat.issuer,
        party.client_id,
        seat.key,
        party.agreement_for(purpose).agreement_id,
        purpose.value,
        user=user,
        manners=_ONCE,
    )
