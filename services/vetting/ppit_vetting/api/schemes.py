"""Route for the schemes and the versions of their policies."""

from datetime import date

from fastapi import APIRouter

from ppit_platform.access import governed
from ppit_platform.codes import LogOperation, PurposeCode
from ppit_platform.wire import Money, WireModel
from ppit_vetting.actions.list_schemes import list_schemes
from ppit_vetting.api.cases import READ
from ppit_vetting.api.desk import AtTheDesk
from ppit_vetting.domain.codes import VETTING_PURPOSES, CheckType
from ppit_vetting.domain.policies import Policy, Scheme
from ppit_vetting.domain.sources import NOT_CONNECTED

router = APIRouter(prefix="/v1/schemes", tags=["schemes"])


class CheckOfPolicy(WireModel):
    """A check that must be made before anything may proceed.

    While its source is not ``connected``, the best that is recommended is ``INCOMPLETE``.
    """

    check: CheckType
    connected: bool


class PolicyVersion(WireModel):
    version: int
    in_force_from: date
    checks: tuple[CheckOfPolicy, ...]
    second_signature_above: Money


class SchemeShown(WireModel):
    scheme: str
    title: str
    purpose: PurposeCode
    policies: tuple[PolicyVersion, ...]


class SchemeList(WireModel):
    items: tuple[SchemeShown, ...]


@router.get(
    "",
    **governed(
        scope=READ,
        log=LogOperation.CONSULTATION,
        purposes=VETTING_PURPOSES,
        max_people=0,
        concerns=(),
        essential_fields=("items.scheme", "items.policies"),
    ),
)
async def get_schemes(desk: AtTheDesk) -> SchemeList:
    """List the schemes that are vetted under the purpose of the token, with their policies."""
    return SchemeList(items=tuple(map(_scheme, list_schemes(desk))))


def _scheme(scheme: Scheme) -> SchemeShown:
    return SchemeShown(
        scheme=scheme.code,
        title=scheme.title,
        purpose=scheme.purpose,
        policies=tuple(map(_policy, scheme.policies)),
    )


def _policy(policy: Policy) -> PolicyVersion:
    return PolicyVersion(
        version=policy.version,
        in_force_from=policy.in_force_from,
        checks=tuple(
            CheckOfPolicy(check=check, connected=check not in NOT_CONNECTED)
            for check in policy.checks
        ),
        second_signature_above=Money(pence=policy.second_above_pence),
    )
