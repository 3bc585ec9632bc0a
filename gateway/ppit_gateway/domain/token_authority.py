"""What a verified access token states: who may ask, and which key must be proved with it."""

from typing import cast

from ppit_gateway.domain.decide import Authority
from ppit_platform.codes import PurposeCode
from ppit_platform.tokens import Claims, InvalidToken


def authority_of(claims: Claims) -> Authority:
    """Return who asks for what; ``InvalidToken`` or ``ValueError`` for a token that says less."""
    version = claims.body.get("dsa_ver")
    if type(version) is not int:
        msg = "no agreement version"
        raise InvalidToken(msg)
    person = "user" in claims.body
    return Authority(
        client_id=claims.text("client_id"),
        org_id=claims.text("org"),
        user_id=claims.text("user") if person else None,
        assurance=claims.text("assurance") if person else None,
        agreement_id=claims.text("dsa"),
        agreement_version=version,
        purpose=PurposeCode(claims.text("purpose")),
        scopes=frozenset(claims.text("scope").split()),
    )


def thumbprint_of(claims: Claims) -> str | None:
    """Return the key that the token is bound to (RFC 9449 s.6.1); None for a bearer token."""
    if "cnf" not in claims.body:
        return None
    confirmation = claims.body["cnf"]
    if not isinstance(confirmation, dict) or confirmation.keys() != {"jkt"}:  # pyright: ignore[reportUnknownMemberType]
        msg = "bound in a way that nobody can check"
        raise InvalidToken(msg)
    thumbprint = cast("dict[str, object]", confirmation)["jkt"]
    if not isinstance(thumbprint, str):
        msg = "bound to no key"
        raise InvalidToken(msg)
    return thumbprint
