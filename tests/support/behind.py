"""A service behind the gate that does, on request, what a service must never do.

It checks its hop with the chassis's own code and answers with the chassis's own envelopes; what it
answers is a script, because a real service cannot be told to break off or to leak a field.
"""

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any, cast

from fastapi import FastAPI
from pydantic import BaseModel
from starlette.types import Receive, Scope, Send

from ppit_platform.access import governed
from ppit_platform.audit import ENVELOPE_TYPE, AuditFact, Envelope
from ppit_platform.codes import LogOperation, PurposeCode, SubjectClass
from ppit_platform.hop import Hop, check_body, open_hop
from ppit_platform.spool import CSV, JSON, JSON_LINES, MAX_UPLOAD_BYTES
from ppit_platform.tokens import InvalidToken, SharedKey

SERVICE = "officer-safety"
VISIT = PurposeCode.OFFICER_SAFETY_VISIT
SECRET = "Bartholomew Quillfeather"  # noqa: S105  # stands for a name that must not leak


class Reliability(BaseModel):
    graded: str | None
    how: str


class Screening(BaseModel):
    result: str
    control_measures: list[str]
    address: str | None = None
    reliability: Reliability | None = None
    counts: dict[str, int] = {}


class Marker(BaseModel):
    marker_id: str


class Row(BaseModel):
    """Something of everything that a row of a list may be."""

    name: str
    pence: int | None = None
    held: bool | None = None
    address: Reliability | str | None = None
    tags: list[str] = []
    parts: list[Reliability] = []
    counts: dict[str, int] = {}


class Rows(BaseModel):
    items: list[Row]
    note: str | None = None


class RowsOrNot(BaseModel):
    items: list[Row]
    unable_reason: str | None


class ListTaken(BaseModel):
    list_id: str


def published() -> dict[str, Any]:
    """Return the document of this service, made by FastAPI as every service's is."""
    return deepcopy(_published())


@cache
def _published() -> dict[str, Any]:
    app = FastAPI(title="Behind")
    screen = governed(
        scope="officer-safety:screen",
        log=LogOperation.DISCLOSURE,
        purposes=[VISIT],
        max_people=1,
        concerns=(SubjectClass.NOT_APPLICABLE,),
        idempotent=True,
        essential_fields=["result"],
    )
    read = governed(
        scope="officer-safety:screen",
        log=LogOperation.CONSULTATION,
        purposes=[VISIT],
        max_people=1,
        concerns=(SubjectClass.NOT_APPLICABLE,),
    )
    approve = governed(
        scope="officer-safety:approve",
        log=LogOperation.ALTERATION,
        purposes=[VISIT, PurposeCode.AUDIT_SELF_MONITOR],
        max_people=0,
        concerns=(),
        person_required=True,
    )

    take = governed(
        scope="officer-safety:screen",
        log=LogOperation.COLLECTION,
        purposes=[VISIT],
        max_people=1,
        concerns=(SubjectClass.NOT_APPLICABLE,),
        idempotent=True,
        max_body_bytes=MAX_UPLOAD_BYTES,
        consumes=[CSV, JSON_LINES],
    )
    take_a_little = governed(
        scope="officer-safety:approve",
        log=LogOperation.COLLECTION,
        purposes=[VISIT],
        max_people=0,
        concerns=(),
        max_body_bytes=100,
        consumes=[CSV, JSON],
    )
    list_or_not = governed(
        scope="officer-safety:approve",
        log=LogOperation.CONSULTATION,
        purposes=[VISIT],
        max_people=1,
        concerns=(SubjectClass.NOT_APPLICABLE,),
        essential_fields=["unable_reason", "items.name"],
    )

    @app.post("/v1/lists", status_code=202, **take)
    def take_list() -> ListTaken:  # pyright: ignore[reportUnusedFunction]
        raise NotImplementedError

    @app.post("/v1/lists/little", status_code=202, **take_a_little)
    def take_little_list() -> ListTaken:  # pyright: ignore[reportUnusedFunction]
        raise NotImplementedError

    @app.get("/v1/rows", **read)
    def list_rows() -> Rows:  # pyright: ignore[reportUnusedFunction]
        raise NotImplementedError

    @app.get("/v1/rows/or-not", **list_or_not)
    def list_rows_or_not() -> RowsOrNot:  # pyright: ignore[reportUnusedFunction]
        raise NotImplementedError

    @app.post("/v1/screenings", **screen)
    def screen_visit() -> Screening:  # pyright: ignore[reportUnusedFunction]
        raise NotImplementedError

    @app.get("/v1/screenings/{screening_id}", **read)
    def read_screening(screening_id: str) -> Screening:  # pyright: ignore[reportUnusedFunction]
        raise NotImplementedError

    @app.post("/v1/markers/{marker_id}/approval", status_code=201, **approve)
    def approve_marker(marker_id: str) -> Marker:  # pyright: ignore[reportUnusedFunction]
        raise NotImplementedError

    return app.openapi()


def a_fact(*disclosed: str, **changes: object) -> dict[str, object]:
    fact = AuditFact(
        LogOperation.DISCLOSURE,
        subjects_disclosed=tuple(f"e1:{name}" for name in disclosed),
        fields=("result",),
        counts={"markers": len(disclosed)},
    )
    return {**fact.as_json(), **changes}


@dataclass(frozen=True, slots=True)
class Script:
    """What to answer: ``raw`` instead of an envelope, ``cut`` bytes missing, after ``seconds``."""

    body: object = None
    status: int = 200
    facts: tuple[Mapping[str, object], ...] | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    content_type: str = "application/json"
    raw: bytes | None = None
    wire_type: str = ENVELOPE_TYPE
    cut: int = 0
    seconds: float = 0.0

    def envelope(self) -> bytes:
        if self.raw is not None:
            return self.raw
        facts = (a_fact("one"),) if self.facts is None else self.facts
        content = b"" if self.body is None else json.dumps(self.body).encode()
        packed = Envelope(self.content_type, tuple(dict(one) for one in facts), content).pack()
        return packed[: len(packed) - self.cut]


def a_screening(**changes: object) -> dict[str, object]:
    return {"result": "MARKERS_HELD", "control_measures": ["VISIT_IN_PAIRS"], **changes}


@dataclass(slots=True)
class Behind:
    """The scripted service, and the hops that reached it."""

    key: SharedKey
    script: Script | Callable[[Hop], Script] = field(
        default_factory=lambda: Script(body=a_screening())
    )
    hops: list[Hop] = field(default_factory=list[Hop])
    headers: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    received: int = 0
    """How many bytes the last request's body had."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        digest, self.received = hashlib.sha256(), 0
        more = True
        while more:
            message = await receive()
            piece = cast("bytes", message.get("body", b""))
            digest.update(piece)
            self.received += len(piece)
            more = bool(message.get("more_body"))
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        script = self._script(scope, headers, digest.hexdigest())
        await asyncio.sleep(script.seconds)
        content = script.envelope()
        named = {
            "content-type": script.wire_type,
            "content-length": str(len(content) + (script.cut if script.raw else 0)),
            **script.headers,
        }
        pairs = [(name.encode(), value.encode()) for name, value in named.items()]
        await send({"type": "http.response.start", "status": script.status, "headers": pairs})
        await send({"type": "http.response.body", "body": content})

    def _script(self, scope: Scope, headers: dict[str, str], sha256: str) -> Script:
        query = scope["query_string"].decode()
        path = scope["raw_path"].decode() + (f"?{query}" if query else "")
        try:
            hop = open_hop(
                headers["authorization"].removeprefix("Hop "),
                key=self.key,
                audience=self.key.name,
                method=scope["method"],
                path=path,
                now=datetime.now(UTC),
            )
            check_body(hop, sha256)
        except InvalidToken:
            return Script(status=401, raw=b"{}", wire_type="application/problem+json")
        self.hops.append(hop)
        self.headers.append(headers)
        return self.script if isinstance(self.script, Script) else self.script(hop)
