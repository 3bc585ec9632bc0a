"""How an applicant meets the list: strongly, perhaps, by a poor alias alone, or not at all."""

import pytest

from ppit_matching import Person, PersonRecord, normalise_person
from ppit_vetting.domain.sanctions import (
    Strength,
    meet_organisation,
    meet_person,
    search_sounds,
)
from ppit_vetting.domain.sanctions_subject import (
    ListedName,
    NameQuality,
    SanctionsSubject,
    SubjectKind,
    listed_birth,
)

WHOLE = "02/03/1975"
PARTIAL = ("00/00/1975", "dd/mm/1975", "02/03/19yy", "00/03/1975")


def a_subject(
    *births: str,
    quality: NameQuality = NameQuality.PRIMARY,
    family: str = "ZORVELIN",
    given: tuple[str, ...] = ("AVTEL", "BORIN"),
) -> SanctionsSubject:
    return SanctionsSubject(
        "KNT0001",
        SubjectKind.INDIVIDUAL,
        (ListedName(family, given, quality),),
        born=tuple(map(listed_birth, births)),
    )


def a_person(name: str = "Avtel Zorvelin", born: str | None = "1975-03-02") -> Person:
    return normalise_person(PersonRecord(full=name, date_of_birth=born))


def strength(person: Person, subject: SanctionsSubject) -> Strength | None:
    met = meet_person(person, [subject])
    return met[0].strength if met else None


def test_name_and_whole_date_of_birth_are_strong() -> None:
    assert strength(a_person(), a_subject(WHOLE)) is Strength.STRONG
    assert strength(a_person("ZORVELIN, Avtel"), a_subject(WHOLE)) is Strength.STRONG


@pytest.mark.parametrize("born", PARTIAL)
@pytest.mark.parametrize("ours", ["1975-03-02", "1988-11-30", None])
def test_a_partial_date_neither_agrees_nor_contradicts(born: str, ours: str | None) -> None:
    assert strength(a_person(born=ours), a_subject(born)) is Strength.WEAK


def test_without_a_date_on_either_side_a_name_is_weak() -> None:
    assert strength(a_person(born=None), a_subject(WHOLE)) is Strength.WEAK
    assert strength(a_person(), a_subject()) is Strength.WEAK


def test_whole_dates_that_differ_contradict_and_one_of_several_that_agrees_does_not() -> None:
    assert strength(a_person(born="1988-11-30"), a_subject(WHOLE)) is None
    assert strength(a_person(), a_subject("30/11/1988", WHOLE)) is Strength.STRONG
    assert strength(a_person(born="1975-02-03"), a_subject(WHOLE)) is Strength.WEAK


@pytest.mark.parametrize("born", ["1960-01-05", None])
def test_a_low_quality_alias_alone_is_no_hit(born: str | None) -> None:
    alias = a_subject("00/00/1990", quality=NameQuality.LOW_ALIAS)
    assert strength(a_person(born=born), alias) is Strength.ALIAS_ALONE
    contradicted = a_subject(WHOLE, quality=NameQuality.LOW_ALIAS)
    assert strength(a_person(born="1988-11-30"), contradicted) is None


def test_a_low_quality_alias_with_the_whole_date_must_be_looked_at() -> None:
    assert strength(a_person(), a_subject(WHOLE, quality=NameQuality.LOW_ALIAS)) is Strength.WEAK


def test_a_good_alias_counts_like_a_name() -> None:
    assert strength(a_person(), a_subject(WHOLE, quality=NameQuality.GOOD_ALIAS)) is Strength.STRONG


@pytest.mark.parametrize(
    ("name", "born", "expected"),
    [
        ("Avtel Zorvelyn", "1975-03-02", Strength.WEAK),
        ("Avtel Zorvelyn", "1988-11-30", None),
        ("Avtel Zorvlene", "1975-03-02", Strength.WEAK),
        ("Zorvelin Avtel", "1975-03-02", Strength.WEAK),
        ("Borin Zorvelin", "1975-03-02", Strength.STRONG),
        ("Avtel Zorvelin Borin", "1975-03-02", Strength.WEAK),
        ("Avtelborin Zorvelin", "1975-03-02", Strength.WEAK),
        ("Avtel Zorvelin Borin", "1988-11-30", None),
        ("Kestra Zorvelin", "1975-03-02", None),
        ("Avtel Karnum", "1975-03-02", None),
        ("Zorvelin", "1975-03-02", None),
    ],
)
def test_names_that_nearly_agree_need_the_date(
    name: str, born: str, expected: Strength | None
) -> None:
    assert strength(a_person(name, born), a_subject(WHOLE)) is expected


def test_a_name_that_nearly_agrees_counts_where_what_is_known_of_the_date_does() -> None:
    assert strength(a_person("Avtel Zorvelyn"), a_subject("00/00/1975")) is Strength.WEAK
    assert strength(a_person("Avtel Zorvelyn"), a_subject("00/00/1976")) is None
    assert strength(a_person("Avtel Zorvelyn"), a_subject()) is None


def test_a_one_word_name_on_the_list_never_meets_a_longer_one() -> None:
    alone = a_subject(WHOLE, given=())
    assert strength(a_person(), alone) is None
    assert strength(normalise_person(PersonRecord(family="Zorvelin")), alone) is Strength.WEAK


def test_an_entity_meets_a_body_by_name_or_number_and_never_a_person() -> None:
    entity = SanctionsSubject(
        "KNT0002",
        SubjectKind.ENTITY,
        (ListedName("ZORVELIN STAR TRADING HOUSE", (), NameQuality.PRIMARY),),
        company_numbers=("99000007",),
    )
    assert meet_person(a_person("Zorvelin Star"), [entity]) == ()
    (named,) = meet_organisation("Zorvelin Star Ltd", None, [entity])
    assert named.strength is Strength.WEAK
    (numbered,) = meet_organisation("Quite Another Ltd", "99000007", [entity])
    assert numbered.strength is Strength.STRONG
    assert meet_organisation("Quite Another Ltd", "99000008", [entity]) == ()


def test_a_misspelt_name_is_still_looked_up() -> None:
    listed = search_sounds(["AVTEL BORIN ZORVELIN"])
    assert search_sounds(["Avtel", "Zorvelyn"]) & listed
    assert search_sounds(["Zorvelin"]) & listed
