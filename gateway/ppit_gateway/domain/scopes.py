"""What a token may be given: exactly what was asked, if all of it is granted."""

from ppit_gateway.domain.agreements import SCOPE, Agreement, Standing
from ppit_gateway.domain.roles import narrowed


class ScopeNotGranted(ValueError):
    """A scope parameter that cannot be granted as it stands (RFC 6749 s.3.3)."""


def granted(
    text: str, agreement: Agreement, standing: Standing, at_most: frozenset[str] | None = None
) -> tuple[str, frozenset[str]]:
    """Return the one service all asked scopes belong to, and the scopes.

    Without a scope parameter the default is everything that is granted (RFC 6749 s.3.3).
    ``at_most`` is what a token to be exchanged had; None where it says nothing of scopes.
    """
    most = narrowed(agreement.scopes, standing.role)
    if at_most is not None:
        most &= at_most
    asked = frozenset(text.split(" ")) if text else most
    if not asked or not all(SCOPE.fullmatch(scope) for scope in asked):
        msg = "scope is one or more of service:verb, separated by single spaces"
        raise ScopeNotGranted(msg)
    if not asked <= most:
        msg = "the agreement, or the person's role, does not grant all of it"
        raise ScopeNotGranted(msg)
    services = {scope.partition(":")[0] for scope in asked}
    if len(services) != 1:
        msg = "one token is for one service"
        raise ScopeNotGranted(msg)
    return services.pop(), asked
