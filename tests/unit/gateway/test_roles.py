"""What each role may do at most, whatever its agreement lists."""

import pytest

from ppit_gateway.app import Catalogue
from ppit_gateway.domain.roles import narrowed
from ppit_platform.codes import Role

EVERYTHING = frozenset(
    f"{service}:{verb}"
    for service, verbs in {
        "officer-safety": "screen report propose approve review",
        "tracing": "request read batch feedback",
        "vetting": "request read decide",
        "victims": "report import lookup read write review protect worklist protection",
        "partners": "read propose approve",
        "webhooks": "read manage",
        "audit": "read recall watch export receipts notices",
    }.items()
    for verb in verbs.split()
)
PEOPLED = ("officer-safety", "tracing", "vetting", "victims")
PERSONS = sorted(set(Role) - {Role.MACHINE})


@pytest.mark.parametrize(
    ("role", "service", "verbs"),
    [
        (Role.WARDEN, "officer-safety", "screen report"),
        (Role.WARDEN, "victims", "worklist lookup report write"),
        (Role.WARDEN, "vetting", ""),
        (Role.WARDEN, "tracing", ""),
        (Role.TS_OFFICER, "officer-safety", "screen report"),
        (Role.TS_OFFICER, "victims", "report lookup read write"),
        (Role.TS_OFFICER, "vetting", "request read"),
        (Role.TS_OFFICER, "tracing", ""),
        (Role.DISTRICT_OFFICER, "victims", "report lookup import"),
        (Role.DISTRICT_OFFICER, "vetting", ""),
        (Role.CASE_OFFICER, "officer-safety", "screen"),
        (Role.CASE_OFFICER, "victims", ""),
        (Role.CASE_OFFICER, "tracing", "request read batch feedback"),
        (Role.CASE_OFFICER, "vetting", "request read"),
        (Role.ANALYST, "officer-safety", "screen report propose review"),
        (
            Role.ANALYST,
            "victims",
            "report import lookup read write review protect worklist",
        ),
        (Role.ANALYST, "vetting", "request read decide"),
        (Role.ANALYST, "tracing", "request read"),
        (Role.APPROVER, "officer-safety", "screen report propose approve review"),
        (Role.APPROVER, "vetting", "request read decide"),
        (Role.APPROVER, "partners", "read propose approve"),
        (Role.OPERATOR, "partners", "read propose approve"),
        (Role.OPERATOR, "victims", ""),
        (Role.PARTNER_ADMIN, "partners", "read propose approve"),
        (Role.PARTNER_ADMIN, "officer-safety", ""),
        (Role.PARTNER_ADMIN, "webhooks", "read manage"),
        (Role.OPERATOR, "webhooks", "read manage"),
        (Role.WARDEN, "webhooks", ""),
        (Role.WARDEN, "partners", "read"),
        (Role.DPO, "partners", "read"),
        (Role.DPO, "audit", "read recall watch export receipts notices"),
        (Role.DPO, "victims", ""),
        (Role.APPROVER, "audit", "notices"),
        (Role.OPERATOR, "audit", "notices"),
        (Role.PARTNER_ADMIN, "audit", "receipts notices"),
    ],
)
def test_a_role_may_do_this_and_no_more(role: Role, service: str, verbs: str) -> None:
    most = {one for one in narrowed(EVERYTHING, role) if one.startswith(f"{service}:")}
    assert most == {f"{service}:{verb}" for verb in verbs.split()}


@pytest.mark.parametrize("role", PERSONS)
def test_nobody_asks_a_service_how_the_log_names_somebody(role: Role) -> None:
    asking = frozenset(f"{service}:audit" for service in PEOPLED)
    assert narrowed(asking, role) == frozenset()


@pytest.mark.parametrize("role", PERSONS)
def test_nobody_asks_whether_a_person_is_protected(role: Role) -> None:
    assert "victims:protection" not in narrowed(EVERYTHING, role)


def test_a_role_widens_nothing() -> None:
    assert narrowed(frozenset({"victims:read"}), Role.WARDEN) == frozenset()


def test_every_published_scope_is_somebodys_or_the_houses() -> None:
    routes = Catalogue.published().routes()
    scopes = {operation.rules.scope for operation in routes.operations}
    granted = frozenset[str]().union(*(narrowed(frozenset(scopes), role) for role in PERSONS))
    assert scopes
    houses_own = {"victims:protection", *(f"{one}:audit" for one in PEOPLED)}
    assert scopes - granted <= houses_own
