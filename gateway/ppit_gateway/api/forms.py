"""Reads the form of an OAuth endpoint (RFC 6749 s.3.2): each parameter once, nothing else."""

from collections.abc import Mapping
from urllib.parse import parse_qsl

from fastapi import Request

from ppit_gateway import errors

_FORM = "application/x-www-form-urlencoded"
_LARGEST_FORM = 16 * 1024
_MOST_FIELDS = 20


async def read_form(request: Request) -> Mapping[str, str]:
    """Return the parameters; ``InvalidTokenRequest`` for no form, or for one that stands twice."""
    if "authorization" in request.headers:
        msg = "a client proves its key with an assertion, never with a header"
        raise errors.InvalidClient(msg)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        msg = f"send {_FORM}"
        raise errors.InvalidTokenRequest(msg)
    # The guard has seen to it that there is a Content-Length and that it is a number.
    if int(request.headers.get("content-length", "0")) > _LARGEST_FORM:
        msg = "the form is too large"
        raise errors.InvalidTokenRequest(msg)
    try:
        text = (await request.body()).decode("ascii")
        pairs = parse_qsl(
            text, keep_blank_values=True, strict_parsing=True, max_num_fields=_MOST_FIELDS
        )
    except ValueError as failure:
        msg = "not a form"
        raise errors.InvalidTokenRequest(msg) from failure
    form = dict(pairs)
    if len(form) != len(pairs):
        msg = "a parameter stands twice"
        raise errors.InvalidTokenRequest(msg)
    return form
