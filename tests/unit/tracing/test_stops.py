"""Stop flags: raised, uncertain or not, by what the records say of this person."""

from dataclasses import replace
from datetime import date

import pytest

from ppit_matching import AddressText, PersonRecord, normalise_person
from ppit_matching.dates.parsing import parse_birth_date
from ppit_tracing.domain.codes import EvidenceClass, InsolvencyKind, StopAnswer, StopFlag
from ppit_tracing.domain.stops import (
    DeathNotice,
    InsolvencyCase,
    Sought,
    Stop,
    ask_records,
    gravest,
    notes_a_death,
)

TODAY = date(2026, 11, 1)
HOME = "1"


def a_person(name: str = "Alice Fernhurst", born: str | None = "1950-04-12") -> PersonRecord:
    return PersonRecord(
        full=name, date_of_birth=born, address=AddressText(("1 Lantern Street",), "TN23 9ZZ")
    )


def somebody(born: str | None = "1950-04-12", *, noted: bool = False) -> Sought:
    person = normalise_person(a_person(born=born))
    return Sought(person, person.born, frozenset({HOME}), noted)


def dead(
    evidence: EvidenceClass, person: PersonRecord | None = None, uprn: str | None = HOME
) -> DeathNotice:
    return DeathNotice(
        "D1", evidence, normalise_person(person or a_person()), uprn, date(2026, 1, 1)
    )


def insolvent(kind: InsolvencyKind, ends_on: date, started_on: date = TODAY) -> InsolvencyCase:
    return InsolvencyCase("K1", kind, normalise_person(a_person()), HOME, started_on, ends_on)


def answers(
    sought: Sought,
    deaths: tuple[DeathNotice, ...] = (),
    cases: tuple[InsolvencyCase, ...] = (),
) -> dict[StopFlag, StopAnswer]:
    return {stop.flag: stop.answer for stop in ask_records(sought, deaths, cases, TODAY)}


@pytest.mark.parametrize(
    ("evidence", "answer"),
    [
        (EvidenceClass.DEATH_PROBATE, StopAnswer.RAISED),
        (EvidenceClass.DEATH_FUNERAL, StopAnswer.RAISED),
        (EvidenceClass.DEATH_INSURANCE, StopAnswer.RAISED),
        (EvidenceClass.DEATH_PREFERENCE, StopAnswer.UNCERTAIN),
    ],
)
def test_a_death_is_said_by_one_good_source(evidence: EvidenceClass, answer: StopAnswer) -> None:
    assert answers(somebody(), (dead(evidence),))[StopFlag.DECEASED] is answer


def test_two_notices_of_the_weakest_class_are_still_one_class() -> None:
    notices = (dead(EvidenceClass.DEATH_PREFERENCE),) * 2
    assert answers(somebody(), notices)[StopFlag.DECEASED] is StopAnswer.UNCERTAIN


def test_what_the_debt_system_noted_itself_is_enough() -> None:
    assert answers(somebody(noted=True))[StopFlag.DECEASED] is StopAnswer.RAISED


@pytest.mark.parametrize(
    ("name", "noted"),
    [
        ("Mrs Alice Fernhurst deceased 07/24", True),
        ("ALICE FERNHURST (DEC'D JUL 2024)", True),
        ("Alice Fernhurst (dec)", True),
        ("Alice Dec", False),
        ("Declan Fernhurst", False),
    ],
)
def test_a_note_of_death_beside_a_name_is_read(name: str, *, noted: bool) -> None:
    assert notes_a_death(name) is noted


@pytest.mark.parametrize(
    ("written", "uprn", "answer"),
    [
        (a_person(), None, StopAnswer.RAISED),
        (a_person("A Fernhurst"), HOME, StopAnswer.RAISED),
        (a_person("A Fernhurst"), None, StopAnswer.UNCERTAIN),
        (a_person(born=None), HOME, StopAnswer.RAISED),
        (a_person("A Fernhurst", None), HOME, StopAnswer.UNCERTAIN),
        (a_person(born=None), None, StopAnswer.NOT_RAISED),
        (a_person(born="1985-09-30"), None, StopAnswer.NOT_RAISED),
        (a_person(born="1985-09-30"), HOME, StopAnswer.UNCERTAIN),
        (a_person("A Fernhurst", "1985-09-30"), HOME, StopAnswer.NOT_RAISED),
        (a_person("Brian Oakford"), HOME, StopAnswer.NOT_RAISED),
    ],
)
def test_a_notice_is_the_debtors_by_name_birthday_and_door(
    written: PersonRecord, uprn: str | None, answer: StopAnswer
) -> None:
    notice = dead(EvidenceClass.DEATH_PROBATE, written, uprn)
    assert answers(somebody(), (notice,))[StopFlag.DECEASED] is answer


@pytest.mark.parametrize(
    ("kind", "flag"),
    [
        (InsolvencyKind.BANKRUPTCY, StopFlag.INSOLVENT),
        (InsolvencyKind.IVA, StopFlag.INSOLVENT),
        (InsolvencyKind.DRO, StopFlag.INSOLVENT),
        (InsolvencyKind.BREATHING_SPACE, StopFlag.BREATHING_SPACE),
    ],
)
def test_a_procedure_stops_from_its_first_day_to_the_day_before_it_ends(
    kind: InsolvencyKind, flag: StopFlag
) -> None:
    tomorrow, yesterday = date(2026, 11, 2), date(2026, 10, 31)
    assert answers(somebody(), (), (insolvent(kind, tomorrow),))[flag] is StopAnswer.RAISED
    ended = insolvent(kind, TODAY, yesterday)
    assert answers(somebody(), (), (ended,))[flag] is StopAnswer.NOT_RAISED
    to_come = insolvent(kind, date(2027, 1, 1), tomorrow)
    assert answers(somebody(), (), (to_come,))[flag] is StopAnswer.NOT_RAISED


@pytest.mark.parametrize(
    ("born", "answer"),
    [
        ("2008-11-02", StopAnswer.RAISED),
        ("2008-11-01", StopAnswer.NOT_RAISED),
        ("2010", StopAnswer.RAISED),
        ("2008", StopAnswer.UNCERTAIN),
        ("2007", StopAnswer.NOT_RAISED),
        (None, StopAnswer.NOT_RAISED),
    ],
)
def test_a_child_is_anybody_who_may_be_under_eighteen(born: str | None, answer: StopAnswer) -> None:
    person = normalise_person(a_person(born=born))
    sought = Sought(person, parse_birth_date(born), frozenset())
    assert answers(sought)[StopFlag.CHILD] is answer


def test_the_gravest_flag_is_the_first_in_the_order_of_asking() -> None:
    raised = [Stop(flag, StopAnswer.RAISED) for flag in reversed(StopFlag)]
    worst = gravest(raised)
    assert worst is not None
    assert worst.flag is StopFlag.PROTECTED
    assert gravest([Stop(StopFlag.CHILD, StopAnswer.UNCERTAIN)]) is None


@pytest.mark.parametrize(
    ("born", "uprn", "answer"),
    [
        (None, HOME, StopAnswer.RAISED),
        (None, "2", StopAnswer.NOT_RAISED),
        (None, None, StopAnswer.NOT_RAISED),
        ("1950-04-13", HOME, StopAnswer.RAISED),
        ("1950-04-13", "2", StopAnswer.UNCERTAIN),
        ("1950-04-13", None, StopAnswer.UNCERTAIN),
    ],
)
def test_a_notice_without_the_very_birthday_is_the_debtors_at_their_own_door_alone(
    born: str | None, uprn: str | None, answer: StopAnswer
) -> None:
    person = a_person(born=born)
    death = dead(EvidenceClass.DEATH_PROBATE, person, uprn)
    assert answers(somebody(), (death,))[StopFlag.DECEASED] is answer
    case = replace(
        insolvent(InsolvencyKind.BANKRUPTCY, date(2027, 1, 1)),
        person=normalise_person(person),
        uprn=uprn,
    )
    assert answers(somebody(), (), (case,))[StopFlag.INSOLVENT] is answer
