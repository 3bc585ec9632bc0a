"""What a verified token states, and whether that is what it must state here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ppit_platform.compact import Compact, InvalidToken, TokenOver

LEEWAY = timedelta(seconds=10)
_TOKEN_ID = re.compile(r"[\x21-\x7e]{1,128}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a token must say to be taken for what it is: one of several audiences, if so."""

    types: frozenset[str | None]
    issuer: str
    audience: str | frozenset[str]
    max_age: timedelta


@dataclass(frozen=True, slots=True)
class Claims:
    """A verified token's statements."""

    key_id: str
    jti: str
    issued: datetime
    expires: datetime
    body: Mapping[str, object]

    def text(self, name: str) -> str:
        """Return a claim that must be text; ``InvalidToken`` if it is not there or is not."""
        value = self.body.get(name)
        if not isinstance(value, str):
            msg = "a claim that must be text is not"
            raise InvalidToken(msg)
        return value


def checked(token: Compact, expected: Expected, now: int) -> Claims:
    """Return the claims of a token whose signature verifies; ``now`` is in seconds."""
    body, audience = token.claims, token.claims.get("aud")
    # A string: an audience of several would make the token good elsewhere too.
    known = (
        audience == expected.audience
        if isinstance(expected.audience, str)
        else isinstance(audience, str) and audience in expected.audience
    )
    if body.get("iss") != expected.issuer or not known:
        msg = "another issuer or audience"
        raise InvalidToken(msg)
    issued, expires = _instant(body, "iat"), _instant(body, "exp")
    starts = _instant(body, "nbf") if "nbf" in body else issued
    latest = now + int(LEEWAY.total_seconds())
    if max(issued, starts) > latest:
        msg = "from the future"
        raise InvalidToken(msg)
    if not 0 < expires - issued <= int(expected.max_age.total_seconds()):
        msg = "lives longer than it may"
        raise InvalidToken(msg)
    jti = body.get("jti")
    if not isinstance(jti, str) or _TOKEN_ID.fullmatch(jti) is None:
        msg = "no usable jti"
        raise InvalidToken(msg)
    if expires <= now:
        msg = "expired"
        raise TokenOver(msg)
    return Claims(token.header.key_id, jti, _utc(issued), _utc(expires), body)


def _instant(body: Mapping[str, object], name: str) -> int:
    value = body.get(name)
    # bool is an int to Python: exp = true would be the year 1970 and one second.
    if type(value) is not int:
        msg = "a time that is not a whole number of seconds"
        raise InvalidToken(msg)
    return value


def _utc(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
