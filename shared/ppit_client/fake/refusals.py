"""The refusals of a fake gate, worded as codes: the same as those of the real one."""

import json
from collections.abc import Mapping
from uuid import uuid4

import httpx


class Refused(Exception):
    """What a fake gate answers instead."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__(response.status_code)
        self.response = response


def problem(
    status: int,
    code: str,
    *,
    headers: Mapping[str, str] | None = None,
    members: Mapping[str, object] | None = None,
) -> Refused:
    """Return a problem document (RFC 9457)."""
    document: dict[str, object] = {
        "type": f"/problems/{code}",
        "title": code.replace("_", " ").lower(),
        "status": status,
        "detail": "said by a fake gate",
        "instance": f"urn:uuid:{uuid4()}",
        "code": code,
        **(members or {}),
    }
    named = {"content-type": "application/problem+json", **(headers or {})}
    return Refused(httpx.Response(status, headers=named, content=json.dumps(document)))


def challenge(
    status: int, code: str, error: str | None, headers: Mapping[str, str] | None = None
) -> Refused:
    """Return a refusal that says how to authenticate (RFC 9449 s.7.1)."""
    said = f'error="{error}", ' if error else ""
    named = {"www-authenticate": f'DPoP {said}algs="ES256"', **(headers or {})}
    return problem(status, code, headers=named)


def oauth(status: int, error: str, headers: Mapping[str, str] | None = None) -> Refused:
    """Return an error of the token endpoint (RFC 6749 s.5.2)."""
    said = {"error": error, "error_description": "said by a fake gate"}
    return Refused(httpx.Response(status, headers=dict(headers or {}), json=said))
