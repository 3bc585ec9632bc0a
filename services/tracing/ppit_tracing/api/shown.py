"""Puts a kept trace into the published shape: no address where it was recalled."""

from typing import cast
from uuid import UUID

from ppit_tracing.api.trace_wire import CertifiedAddress, Reliability, TraceAnswer
from ppit_tracing.storage.traces import KeptTrace


def trace_shown(trace: KeptTrace) -> TraceAnswer:
    answer = trace.answer
    reliability = answer.get("reliability")
    return TraceAnswer.model_validate(
        {
            "trace_id": trace.trace_id,
            "debt_reference": trace.debt_reference,
            "state": trace.state,
            "stop_code": trace.stop_code,
            "outcome": trace.outcome,
            "address": address_shown(trace),
            "certificate_id": certificate_shown(trace),
            "candidates_count": answer.get("candidates_count"),
            "stop_flag": answer.get("stop_flag"),
            "doubts": answer.get("doubts", ()),
            "unable": answer.get("unable", ()),
            "reliability": Reliability.model_validate(reliability) if reliability else None,
            "recalled_at": trace.recalled_at,
        }
    )


def address_shown(trace: KeptTrace) -> CertifiedAddress | None:
    address = trace.answer.get("address")
    if address is None or trace.recalled_at is not None:
        return None
    return CertifiedAddress.model_validate(address)


def certificate_shown(trace: KeptTrace) -> UUID | None:
    if trace.certificate is None or trace.recalled_at is not None:
        return None
    return UUID(cast("str", trace.certificate["certificate_id"]))
