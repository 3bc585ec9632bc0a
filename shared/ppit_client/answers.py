"""What the gate answered, and what its headers say beside it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Generic, cast
from urllib.parse import urlsplit

from typing_extensions import TypeVar

from ppit_client.receipts import LogKey, proves

JsonT_co = TypeVar("JsonT_co", covariant=True, default=object)
"""What the JSON body is: ``object`` unless a published operation was called."""

CSV = "text/csv"
JSON_LINES = "application/x-ndjson"
_JSON = frozenset({"application/json", "application/problem+json"})
_PARAMETER = re.compile(r'([a-z][a-z0-9_-]*)=(?:"([^"]*)"|([^\s,;"]+))', re.ASCII)
_LINK = re.compile(r'<([^<>]*)>\s*;[^,]*\brel="?next"?', re.ASCII)
_POLICY = re.compile(r'"([^"]+)"((?:;[a-z]+=\d+)*)', re.ASCII)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where the disclosure stands in the gate's log. Keep it: it can be checked for years.

    ``leaf`` is the entry's RFC 6962 hash; ``text`` is the header with whatever else it promises.
    """

    index: int
    leaf: str
    text: str

    def proven_by(self, key: LogKey) -> bool:
        """Say whether the log of ``key`` signed that it holds the entry; nobody is asked."""
        told = {name: quoted or plain for name, quoted, plain in _PARAMETER.findall(self.text)}
        return proves(self.index, self.leaf, told.get("proof", ""), key)


@dataclass(frozen=True, slots=True)
class Limit:
    """One request limit (draft-ietf-httpapi-ratelimit-headers): ``remaining`` more requests.

    The number is whole again in ``reset`` seconds.
    """

    name: str
    remaining: int
    reset: int


@dataclass(frozen=True, slots=True)
class Answer(Generic[JsonT_co]):
    """Whatever the gate answered. ``json`` is None where there was no JSON body; ``text`` is a
    body as it came. Names of headers are in lower case.
    """

    status: int
    json: JsonT_co
    headers: Mapping[str, str]
    text: str

    @property
    def request_id(self) -> str | None:
        """The name of this request to whoever runs the gate."""
        return self.headers.get("x-request-id")

    @property
    def replayed(self) -> bool:
        """Say whether this is the answer that an earlier request of the same key was given."""
        return self.headers.get("idempotency-replayed", "").lower() == "true"

    @property
    def receipt(self) -> Receipt | None:
        """``Audit-Receipt``; None where nothing was disclosed, as with most refusals."""
        text = self.headers.get("audit-receipt", "")
        told = {name: quoted or plain for name, quoted, plain in _PARAMETER.findall(text)}
        if not told.get("index", "").isdecimal() or "leaf" not in told:
            return None
        return Receipt(int(told["index"]), told["leaf"], text)

    @property
    def limits(self) -> tuple[Limit, ...]:
        """What is left of each request limit; nothing where the gate did not say."""
        return tuple(
            Limit(name, left["r"], left.get("t", 0))
            for name, told in _POLICY.findall(self.headers.get("ratelimit", ""))
            if "r" in (left := {key: int(value) for key, _, value in _PARAMETER.findall(told)})
        )

    @property
    def next_path(self) -> str | None:
        """Where the list goes on (RFC 8288); None on its last page."""
        found = _LINK.search(self.headers.get("link", ""))
        if found is None:
            return None
        place = urlsplit(found[1])
        # A page of ours has a path of ours: our token goes nowhere else.
        if place.scheme or place.netloc or not place.path.startswith("/"):
            return None
        return f"{place.path}?{place.query}" if place.query else place.path

    @property
    def items(self) -> list[dict[str, object]]:
        """The ``items`` of a list that came as JSON; none of anything else."""
        listed = members(self.json).get("items")
        if not isinstance(listed, list):
            return []
        rows = cast("list[object]", listed)
        return [cast("dict[str, object]", row) for row in rows if isinstance(row, dict)]


def answer_of(status: int, headers: Mapping[str, str], content: bytes) -> Answer[object]:
    """Return an answer whose body is all here; what says that it is JSON and is none has none."""
    text = content.decode("utf-8", "replace")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        body = cast("object", json.loads(text)) if kind in _JSON and content else None
    except ValueError:
        body = None
    return Answer(status, body, headers, text)


def members(value: object) -> Mapping[str, object]:
    """Return a JSON object; an empty one for anything else."""
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of ``Retry-After``; the gate never sends a date."""
    text = headers.get("retry-after", "")
    return float(text) if text.isdecimal() else None


def succeeded(status: int) -> bool:
    return HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
