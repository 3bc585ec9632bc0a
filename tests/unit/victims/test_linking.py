"""Whom a record is about: one victim and nobody else, somebody new, or a human's question."""

from dataclasses import replace
from uuid import UUID

import pytest

from ppit_matching import AddressText, Person, PersonRecord, normalise_people, query_keys
from ppit_victims.domain.codes import LinkBasis, RowOutcome
from ppit_victims.domain.linking import Doubt, place
from ppit_victims.domain.protection import Protected, judge, people_asked
from ppit_victims.domain.records import Earlier, Incoming, Known, Placed, Taken
from ppit_victims.domain.rows import AddressTyped, PersonTold, RowRead, RowRejected
from ppit_victims.domain.settle import Asked, Batch
from ppit_victims.domain.told import Told

HOME = AddressText(("1 Lantern Street", "Ashford"), "TN23 9ZZ")
ONE, OTHER = UUID(int=1), UUID(int=2)


def somebody(
    name: str = "Edith Thackerberry",
    born: str | None = "1941-03-02",
    address: AddressText | None = HOME,
) -> Person:
    return people(name, born, address)[0]


def people(
    name: str, born: str | None = "1941-03-02", address: AddressText | None = HOME
) -> tuple[Person, ...]:
    return normalise_people(PersonRecord(full=name, date_of_birth=born, address=address))


def mary(
    name: str = "Mary Jones", born: str | None = "1955-06-07", address: AddressText | None = HOME
) -> Person:
    return people(name, born, address)[0]


def test_the_same_name_date_and_door_is_that_victim() -> None:
    found = place(somebody(), [(ONE, somebody())])
    assert (found.victim_id, found.doubt) == (ONE, None)


def test_a_record_of_theirs_that_fits_best_speaks_for_a_victim() -> None:
    elsewhere = somebody(born=None, address=AddressText(("9 Nowhere",), "CT1 1AA"))
    found = place(somebody(), [(ONE, elsewhere), (ONE, somebody())])
    assert found.victim_id == ONE
    assert len(found.candidates) == 1


def test_what_any_record_of_theirs_says_against_it_is_told() -> None:
    (found,) = place(
        somebody(), [(ONE, somebody(born=None)), (ONE, somebody(born="1975-08-19"))]
    ).candidates
    assert found.evidence_for == ("same first name", "same surname", "same address")
    assert found.evidence_against == ("born a generation apart",)


def test_two_who_fit_alike_are_a_human_s_question() -> None:
    found = place(somebody(), [(ONE, somebody()), (OTHER, somebody())])
    assert (found.victim_id, found.doubt) == (None, Doubt.SEVERAL_MATCHES)


@pytest.mark.parametrize(
    "record",
    [
        somebody(born=None),
        somebody("E Thackerberry"),
        somebody("Edith Brown"),
        somebody(address=AddressText(("5 Parable Lane", "Dover"), "CT17 9ZZ")),
    ],
)
def test_what_may_be_somebody_else_waits(record: Person) -> None:
    found = place(record, [(ONE, somebody())])
    assert (found.victim_id, found.doubt) == (None, Doubt.PROBABLE_MATCH)
    assert [each.victim_id for each in found.candidates] == [ONE]


@pytest.mark.parametrize(
    "record",
    [
        somebody("John Thackerberry", "1968-09-14"),
        somebody("Edith Thackerberry", "1968-09-14"),
        somebody("Ida Brown", "1950-01-02"),
    ],
)
def test_somebody_else_of_the_household_is_somebody_new(record: Person) -> None:
    found = place(record, [(ONE, somebody())])
    assert (found.victim_id, found.doubt) == (None, None)


def test_a_crowd_rules_nobody_out_and_hides_nobody_sure() -> None:
    assert place(somebody(), [], crowded=True).doubt is Doubt.TOO_MANY_ALIKE
    assert place(somebody(), [(ONE, somebody())], crowded=True).victim_id == ONE


def a_batch(known: dict[UUID, Known] | None = None, **earlier: tuple[Earlier, ...]) -> Batch:
    ids = iter(range(100, 1000))
    return Batch(lambda: UUID(int=next(ids)), known or {}, dict(earlier))


def settle(
    batch: Batch,
    named: tuple[Person, ...],
    told: Told | None = None,
    *,
    key: str = "row",
    findable: bool = True,
) -> Taken:
    tellings = tuple(PersonTold(each, "", None, None, findable) for each in named)
    row = RowRead(tellings, AddressTyped(HOME), told or Told(), None)
    incoming = Incoming(UUID(int=9), "TS_HUB", row, {}, None)
    at = Placed(None, None, None)
    asked = [
        Asked(each, each.person, query_keys(each.person), at, tuple(batch.known))
        for each in tellings
    ]
    found = batch.settle(incoming, key, asked)
    assert isinstance(found, Taken), found
    return found


def test_a_later_record_of_a_batch_finds_whom_an_earlier_made() -> None:
    batch = a_batch()
    first = settle(batch, (somebody(),), key="a")
    again = settle(batch, (somebody(),), key="b")
    assert (first.outcome, again.outcome) == (RowOutcome.CREATED, RowOutcome.LINKED)
    assert first.victim_ids == again.victim_ids


def test_a_couple_of_one_row_is_never_one_victim() -> None:
    taken = settle(a_batch(), people("Mr J & Mrs J Thackerberry"))
    assert len(set(taken.victim_ids)) == 2
    assert taken.outcome is RowOutcome.CREATED


def test_a_row_waits_if_anybody_in_it_does() -> None:
    known = {ONE: Known((somebody("Edith Thackerberry", None),), None)}
    taken = settle(a_batch(known), people("Mr Ian Brown & Mrs Edith Thackerberry"))
    assert taken.outcome is RowOutcome.WAITING
    assert [each.doubt for each in taken.people] == [None, Doubt.PROBABLE_MATCH]


def test_the_same_row_again_is_where_it_was() -> None:
    earlier = Earlier(UUID(int=5), ONE, refused=False, told=Told().as_json())
    batch = a_batch({ONE: Known((), None)}, row=(earlier,))
    (one,) = settle(batch, (somebody(),)).people
    assert (one.victim_id, one.basis, one.news) == (ONE, LinkBasis.SAME_ROW, False)
    (changed,) = settle(batch, (somebody(),), Told(deceased=True)).people
    assert (changed.victim_id, changed.news) == (ONE, True)


def test_the_same_row_waits_with_the_first_and_asks_nobody_again() -> None:
    earlier = Earlier(UUID(int=5), None, refused=False, told={})
    (one,) = settle(a_batch(row=(earlier,)), (somebody(),)).people
    assert (one.victim_id, one.same_as, one.doubt) == (None, UUID(int=5), None)


def test_a_row_that_a_human_refused_is_refused() -> None:
    batch = a_batch(row=(Earlier(UUID(int=5), None, refused=True, told={}),))
    row = RowRead((PersonTold(somebody(), "", None, None),), AddressTyped(HOME), Told(), None)
    found = batch.settle(Incoming(UUID(int=9), "TS_HUB", row, {}, None), "row", [])
    assert isinstance(found, RowRejected)


def test_a_crime_after_a_death_is_a_human_s_question() -> None:
    known = {ONE: Known((somebody(),), "2025-03")}
    after = settle(a_batch(known), (somebody(),), Told(happened_on="2025-11-03"))
    before = settle(a_batch(known), (somebody(),), Told(happened_on="2025"))
    assert after.people[0].doubt is Doubt.DECEASED_UNCLEAR
    assert before.people[0].victim_id == ONE


def test_somebody_to_be_protected_stands_at_once_even_in_doubt() -> None:
    known = {ONE: Known((somebody(born=None),), None)}
    (one,) = settle(a_batch(known), (somebody(),), Told(crime=False)).people
    assert one.doubt is Doubt.PROBABLE_MATCH
    assert one.victim_id not in {None, ONE}
    assert one.basis is LinkBasis.NEW


def test_half_a_person_waits() -> None:
    taken = settle(a_batch(), (somebody(),), findable=False)
    assert taken.people[0].doubt is Doubt.TOO_LITTLE_KNOWN


def test_whoever_is_possible_is_never_said_to_be_unprotected() -> None:
    vague = replace(somebody(born=None), given=("e",))
    asked = [somebody(address=AddressText(("5 Parable Lane",), "CT17 9ZZ"), born="1941")]
    assert judge(asked, [(ONE, vague)], crowded=False) is not Protected.PROTECTED
    assert judge(asked, [], crowded=True) is Protected.UNABLE_TO_CHECK
    assert judge(asked, [], crowded=False) is Protected.NOT_PROTECTED


PARABLE_5 = AddressText(("5 Parable Lane", "Dover"), "CT17 9ZZ")


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (mary(address=PARABLE_5), Protected.PROTECTED),
        (mary(born=None, address=PARABLE_5), Protected.UNABLE_TO_CHECK),
        (mary("Maryy Jonse", None, PARABLE_5), Protected.UNABLE_TO_CHECK),
        (mary("Mary Smith", address=PARABLE_5), Protected.UNABLE_TO_CHECK),
        (mary(born="1968-09-14", address=PARABLE_5), Protected.NOT_PROTECTED),
        (mary("Ida Jones", None, PARABLE_5), Protected.NOT_PROTECTED),
    ],
)
def test_whoever_fled_is_known_under_the_address_that_they_fled(
    asked: Person, answer: Protected
) -> None:
    assert judge([asked], [(ONE, mary())], crowded=False) is answer


def test_a_question_that_names_nobody_is_not_asked() -> None:
    assert people_asked([]) is None
    assert people_asked([(PersonRecord(full="Edith"), AddressTyped(HOME))]) is None
    assert people_asked([(PersonRecord(full="Edith Brown"), AddressTyped(None, "9"))]) is not None
