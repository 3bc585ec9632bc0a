"""What an access token of this gate is (RFC 9068), whoever makes or reads it."""

from datetime import timedelta

TOKEN_LIFE = timedelta(seconds=300)
ACCESS_TOKEN_TYPE = "at+jwt"  # noqa: S105  # the name of a type (RFC 9068), no secret
PARTNER_VOUCHED = "partner-vouched"
"""How sure we are of a person: their own organisation says who they are."""
IDP = "idp"
"""How sure we are of a person: they signed in where their organisation has its people sign in."""
