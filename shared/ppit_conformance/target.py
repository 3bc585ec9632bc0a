"""What is tried: a token service, a resource behind it, and the client who tries them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ppit_client.signing import ClientKey


@dataclass(frozen=True, slots=True)
class Target:
    """``form`` is what a token request needs beside its grant and its credentials.

    ``resource`` is a URL that GET reads with such a token, ``beyond`` one whose scope it lacks.
    """

    issuer: str
    token_url: str
    client_id: str
    key: ClientKey = field(repr=False)
    resource: str
    form: Mapping[str, str]
    headers: Mapping[str, str]
    beyond: str | None = None
