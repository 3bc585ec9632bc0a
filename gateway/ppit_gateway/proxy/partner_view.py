"""The API as one partner may use it: the merged document, narrowed by what its token stands for."""

from collections.abc import Mapping

from starlette.requests import Request

from ppit_gateway import errors
from ppit_gateway.domain.decide import out_of_force, unrecognised
from ppit_gateway.domain.partner_document import Granted, partner_document
from ppit_gateway.domain.roles import narrowed
from ppit_gateway.proxy.authenticate import Authenticator, Shown
from ppit_gateway.proxy.gate import Gate
from ppit_gateway.proxy.guard import Arrival


class PartnerView:
    """Answers with the document for whoever shows an access token for any of the services."""

    def __init__(
        self, gate: Gate, authenticator: Authenticator, document: Mapping[str, object]
    ) -> None:
        self._gate = gate
        self._authenticator = authenticator
        self._document = document
        self._services = sorted({one.service for one in gate.routes.operations})

    async def __call__(self, request: Request) -> Mapping[str, object]:
        """Return all of the document to nobody in particular, and his own to a partner.

        Raises what a request of his would raise: a token that no longer holds shows nothing.
        """
        if "authorization" not in request.headers:
            return self._document
        headers = dict(request.headers)
        shown = self._shown(Arrival("GET", request.url.path, request.url.query, headers, 0))
        authority = shown.authority
        standing = await self._gate.registry.standing(
            authority.client_id, authority.agreement_id, authority.user_id
        )
        if self._gate.registry.watch.revoked(shown.token_id):
            msg = "it was taken back"
            raise errors.TokenInvalid(msg)
        refusal = unrecognised(authority, standing) or out_of_force(standing)
        if refusal or standing.agreement is None:
            raise refusal or errors.AgreementNotFound("ask for a new token")
        terms = standing.agreement
        return partner_document(
            self._document,
            Granted(
                scopes=narrowed(terms.scopes, standing.role),
                purposes=frozenset(purpose.value for purpose in terms.purposes),
                subject_classes=frozenset(one.value for one in terms.subject_classes),
                fields=terms.fields,
            ),
        )

    def _shown(self, arrival: Arrival) -> Shown:
        """Read the token, whichever service it is for."""
        failure: errors.Unauthenticated = errors.TokenInvalid("ask for a new one")
        now = self._gate.now()
        for service in self._services:
            try:
                return self._authenticator.authenticate(arrival, service, now)
            except errors.ProofInvalid:
                raise
            except errors.Unauthenticated as one:
                failure = one
        raise failure
