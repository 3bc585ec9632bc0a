"""The verifier's own map (I8, I9) is the house's, written a second time by other means."""

from hypothesis import given
from hypothesis import strategies as st

import ppit_audit_verify as verifier
from ppit_gateway.subject_index.subjects import key_of
from ppit_gateway.subject_index.trie import root_of

LOGS = st.lists(st.lists(st.integers(0, 25), max_size=3, unique=True), max_size=40)
"""Entry by entry whom it names."""


def name(person: int) -> str:
    return f"e1:{person:040x}"


def truth_of(log: list[list[int]], *, but: tuple[int, int] | None = None) -> bytes:
    truth: dict[int, list[int]] = {}
    for index, people in enumerate(log):
        for person in people:
            if (index, person) != but:
                truth.setdefault(person, []).append(index)
    return root_of([(key_of(name(person)), entries) for person, entries in truth.items()])


@given(LOGS, st.integers(1, 7))
def test_at_every_checkpoint_it_has_the_root_that_the_house_publishes(
    log: list[list[int]], step: int
) -> None:
    seen = verifier.SubjectMap()
    found: list[verifier.Finding | None] = []
    for index, people in enumerate(log):
        seen.add(index, map(name, people))
        if index % step == 0:
            found.append(seen.check(truth_of(log[: index + 1]), index + 1))
    assert [finding for finding in found if finding] == []


@given(LOGS, st.data())
def test_whichever_entry_an_index_leaves_out_is_named(
    log: list[list[int]], data: st.DataObject
) -> None:
    named = [(index, person) for index, people in enumerate(log) for person in people]
    if not named:
        return
    index, person = data.draw(st.sampled_from(named))
    cut = data.draw(st.integers(0, index))
    seen = verifier.SubjectMap()
    for number, people in enumerate(log):
        if number == cut:
            assert seen.check(truth_of(log[:cut]), cut) is None
        seen.add(number, map(name, people))
    found = seen.check(truth_of(log, but=(index, person)), len(log))
    assert found == verifier.Finding(index, index, verifier.Fault.LEFT_OUT)


def test_an_index_that_names_somebody_more_is_named_by_all_that_one_checkpoint_added() -> None:
    log = [[1], [2], [3], [1, 4]]
    seen = verifier.SubjectMap()
    for index, people in enumerate(log):
        seen.add(index, map(name, people))
    found = seen.check(truth_of([*log[:3], [1, 4, 5]]), 4)
    assert found == verifier.Finding(0, 3, verifier.Fault.INDEX)
