"""Answers every stop flag about everybody of a chunk, with what is known of them by now."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ppit_tracing.actions.held import Held
from ppit_tracing.actions.sought import DebtorSought
from ppit_tracing.domain.codes import StopAnswer, StopFlag
from ppit_tracing.domain.stops import Stop, ask_records
from ppit_tracing.storage.records import StopRecords


def answer_stops(
    sought: Sequence[DebtorSought], records: StopRecords, held: Held, today: date
) -> list[DebtorSought]:
    """Return everybody with the answers to all flags; a list that was not read answers nothing."""
    return [replace(one, stops=_answers(one, records, held, today)) for one in sought]


def _answers(one: DebtorSought, records: StopRecords, held: Held, today: date) -> tuple[Stop, ...]:
    sought = one.sought
    deaths = [notice for notice in records.deaths if sought.may_be(notice)]
    cases = [case for case in records.insolvencies if sought.may_be(case)]
    asked = ask_records(sought, deaths, cases, today)
    return (
        Stop(StopFlag.PROTECTED, one.protected),
        *(_unable(stop) if stop.flag in held.unreadable_flags else stop for stop in asked),
    )


def _unable(stop: Stop) -> Stop:
    # Raised all the same where the debt system itself noted it.
    raised = stop.answer is StopAnswer.RAISED
    return stop if raised else replace(stop, answer=StopAnswer.UNABLE)
