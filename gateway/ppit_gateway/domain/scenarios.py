"""What a sandbox client may have go wrong on purpose: ``Sandbox-Scenario: quota-exceeded``.

A scenario is named after the code that it ends in. Nobody else's client can ask for one, no service
is asked, nobody's day is spent, and the log has no entry: nothing was decided.
"""

from collections.abc import Callable, Mapping

from ppit_gateway import errors
from ppit_platform.errors import Conflict, InternalError, NotFound, ServiceError
from ppit_platform.hands import AreaNotPermitted, FourEyesRequired

HEADER = "sandbox-scenario"
_SAID = "a sandbox client asked for this"
_SECONDS = 30


class LogAway(ServiceError):
    """What a log that is away tells a partner, said by itself."""

    status = 503
    code = "AUDIT_UNAVAILABLE"
    title = "The disclosure log does not answer, so nothing is disclosed"
    retry_after = 2


class KeyReused(ServiceError):
    """What a service's chassis says of a key that stood for another request."""

    status = 422
    code = "IDEMPOTENCY_KEY_REUSED"
    title = "This Idempotency-Key was used for another request"


class KeyInFlight(Conflict):
    """What a service's chassis says while the first request is being answered."""

    code = "IDEMPOTENCY_KEY_IN_FLIGHT"
    title = "A request with this Idempotency-Key is being answered"
    retry_after = 1


_KINDS: tuple[type[ServiceError], ...] = (
    *(errors.TokenInvalid, errors.ProofInvalid, errors.NonceWrong),
    *(errors.AgreementNotFound, errors.AgreementExpired, errors.AgreementSuspended),
    *(errors.PurposeNotPermitted, errors.OperationNotPermitted, errors.FieldNotPermitted),
    errors.SubjectClassNotPermitted,
    *(AreaNotPermitted, FourEyesRequired, errors.PersonRequired, errors.UserNotVouched),
    *(errors.PeopleQuotaExceeded, errors.AbnormalUsage, errors.ReducedCapacity),
    *(errors.ServiceUnavailable, errors.ServiceTimeout, errors.BadUpstream),
    *(KeyReused, KeyInFlight, NotFound, InternalError, LogAway),
)
_MADE: Mapping[str, Callable[[], ServiceError]] = {
    "TOO_MANY_REQUESTS": lambda: errors.TooManyRequests(("minute",), _SECONDS),
}
SCENARIOS: Mapping[str, Callable[[], ServiceError]] = {
    code.lower().replace("_", "-"): made
    for code, made in (
        *((kind.code, lambda kind=kind: kind(_SAID)) for kind in _KINDS),
        *_MADE.items(),
    )
}
"""Name to what makes the failure: every code that a partner may have to live with."""


def scenario(name: str | None, *, sandbox: bool) -> ServiceError | None:
    """Return the failure that was asked for, or why none may be."""
    if name is None:
        return None
    if not sandbox:
        return errors.BadRequest("only a sandbox client may ask for a scenario")
    made = SCENARIOS.get(name)
    return made() if made else errors.BadRequest(f"the scenarios are {', '.join(SCENARIOS)}")
