"""What may enter the log, batch by batch."""

from datetime import UTC, datetime
from itertools import count

from ppit_gateway.log.admission import Admission, Conflict, Next
from ppit_gateway.log.entries import Draft, Held, Name, Record
from ppit_gateway.log.wire import Answer, Failure

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def an_admission(held: dict[Name, Held] | None = None, *, size: int = 0) -> Admission:
    salts = count(1)
    return Admission(held or {}, Next(size, 1, NOW, lambda: next(salts).to_bytes(32)))


def indexes(answer: Answer) -> list[int]:
    return [receipt.index for receipt in answer.receipts]


def held(records: list[Record]) -> dict[Name, Held]:
    return {record.draft.name: record.held for record in records}


def test_requests_are_numbered_one_after_another_from_the_logs_size() -> None:
    batch = an_admission(size=7)
    first = batch.offer([Draft("fact", "a", {}), Draft("fact", "b", {})])
    second = batch.offer([Draft("fact", "c", {})])
    assert (indexes(first), indexes(second), second.size) == ([7, 8], [9], 10)


def test_a_refused_request_leaves_no_gap() -> None:
    batch = an_admission()
    batch.offer([Draft("fact", "a", {})])
    refused = batch.offer([Draft("fact", "b", {}), Draft("outcome", "never", {})])
    assert (refused.failure, refused.reason, refused.position) == (
        Failure.CONFLICT,
        Conflict.NO_INTENT,
        1,
    )
    assert indexes(batch.offer([Draft("fact", "c", {})])) == [1]
    assert [record.draft.key for record in batch.records] == ["a", "c"]


def test_a_repeat_is_found_in_the_batch_in_its_own_request_and_in_what_is_stored() -> None:
    draft = Draft("fact", "a", {"n": [1, True, None]}, {"case": "TS/1"})
    batch = an_admission()
    assert indexes(batch.offer([draft, draft])) == [0, 0]
    assert indexes(batch.offer([draft])) == [0]
    later = an_admission(held(batch.records), size=1)
    assert indexes(later.offer([draft])) == [0]
    assert later.records == []


def test_true_is_not_one() -> None:
    batch = an_admission()
    batch.offer([Draft("fact", "a", {"n": 1})])
    assert batch.offer([Draft("fact", "a", {"n": True})]).reason == Conflict.OTHER_CONTENT


def test_a_repeat_whose_sealed_value_was_erased_cannot_be_told_and_is_refused() -> None:
    draft = Draft("fact", "a", {}, {"case": "TS/1"})
    batch = an_admission()
    batch.offer([draft])
    (record,) = batch.records
    erased = Held(record.held.receipt, record.text, ())
    later = an_admission({draft.name: erased}, size=1)
    assert later.offer([draft]).reason == Conflict.OTHER_CONTENT


def test_an_intent_is_closed_once_by_outcome_or_unknown() -> None:
    batch = an_admission()
    batch.offer([Draft("intent", "a", {}), Draft("intent", "b", {})])
    assert batch.offer([Draft("outcome", "a", {})]).failure is None
    assert batch.offer([Draft("unknown", "b", {})]).failure is None
    assert batch.offer([Draft("unknown", "a", {})]).reason == Conflict.ALREADY_CLOSED
    assert batch.offer([Draft("outcome", "b", {})]).reason == Conflict.ALREADY_CLOSED


def test_equal_sealed_values_have_different_commitments() -> None:
    batch = an_admission()
    batch.offer(
        [Draft("fact", "a", {}, {"x": "TS/1", "y": "TS/1"}), Draft("fact", "b", {}, {"x": "TS/1"})]
    )
    hashes = {
        text for record in batch.records for text in record.text.split('"') if len(text) == 64
    }
    assert len(hashes) == 3


def test_other_content_that_has_no_canonical_form_is_refused_and_breaks_nothing() -> None:
    first = an_admission()
    first.offer([Draft("fact", "a", {"n": 1})])
    again = an_admission(held(first.records), size=1)
    refused = again.offer([Draft("fact", "a", {"n": 2**60})])
    taken = again.offer([Draft("fact", "b", {})])
    assert (refused.failure, indexes(taken)) == (Failure.REFUSED, [1])
