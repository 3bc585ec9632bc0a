"""The service behind the gate and behind nginx in the gate's benchmark: SOCKET.

Raw ASGI, one answer of some 2 KB in an envelope with a fact of its own each time. It checks
nothing: what it costs is the same for both, and runs on another core.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

import uvicorn
from starlette.types import Receive, Scope, Send

from ppit_platform.audit import ENVELOPE_TYPE, AuditFact, Envelope
from ppit_platform.codes import LogOperation
from ppit_platform.ids import new_id

MEASURES = ("VISIT_IN_PAIRS", "DAYLIGHT_ONLY", "CONTACT_POLICE_FIRST", "PPE_REQUIRED")


def the_answer() -> bytes:
    """Return a screening answer of some 2 KB, with published fields only."""
    advised = [
        {"measure": measure, "words": "Do this before you go. " * 4, "stale": False,
         "contested": False}
        for measure in MEASURES
    ]  # fmt: skip
    checked = [
        {"source": source, "status": "CHECKED", "as_at": "2026-03-02T09:00:00Z", "version": "7"}
        for source in ("MARKERS", "GAZETTEER", "INDEX", "POLICE_FEED", "CLOCK", "LONE_WORKER")
    ]
    body = {
        "screening_id": str(new_id()),
        "result": "MARKERS_HELD",
        "words": "Warnings are held. " * 8,
        "control_measures": advised,
        "sources_checked": checked,
        "acknowledgement_required": True,
        "contact_for_advice": "the duty desk",
        "match_basis": "UPRN",
        "register_as_at": "2026-03-02T09:00:00Z",
        "screened_at": "2026-03-02T09:00:00Z",
        "valid_until": "2026-03-02T18:00:00Z",
        "unable_reason": None,
        "reliability": {"matched": "UPRN", "key_version": "k", "model_version": "m",
                        "oldest_review": None},
        "errors": [],
    }  # fmt: skip
    return json.dumps(body).encode()


class Upstream:
    def __init__(self) -> None:
        self._body = the_answer()
        self._fact = AuditFact(
            LogOperation.CONSULTATION,
            subjects_disclosed=("e1:" + "a" * 43,),
            fields=("result", "control_measures"),
            counts={"markers": 1},
        )

    async def __call__(self, scope: Scope, _: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        fact = replace(self._fact, fact_id=new_id())
        content = Envelope("application/json", (fact.as_json(),), self._body).pack()
        headers = [
            (b"content-type", ENVELOPE_TYPE.encode()),
            (b"content-length", str(len(content)).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": content})


if __name__ == "__main__":
    Path(sys.argv[1]).unlink(missing_ok=True)
    uvicorn.run(
        Upstream(),
        uds=sys.argv[1],
        http="httptools",
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="warning",
        server_header=False,
    )
