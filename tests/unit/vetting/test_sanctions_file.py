"""The sanctions list: one subject is all rows of its Unique ID, and a bad file is refused."""

import csv
import io
from datetime import date

import pytest

from ppit_matching import BirthDate
from ppit_vetting.domain.refusals import ListRejected
from ppit_vetting.domain.sanctions_file import SANCTIONS_COLUMNS, read_subjects, report_date
from ppit_vetting.domain.sanctions_subject import (
    NameQuality,
    SanctionsSubject,
    SubjectKind,
    listed_birth,
)
from tests.support.samples import sample
from tests.support.vetting_lists import SUBJECT


def cells(**said: str) -> list[str]:
    row = {**SUBJECT, **said}
    return [row.get(column, "") for column in SANCTIONS_COLUMNS]


def test_rows_of_one_id_are_united_each_thing_once() -> None:
    rows = [
        cells(),
        cells(**{"D.O.B": "00/00/1976"}),
        cells(**{"Name 1": "AVI", "Name type": "Alias", "Alias strength": "Low quality a.k.a"}),
        cells(**{"Address Country": "Synthetia"}),
    ]
    (subject,) = read_subjects(rows)
    assert subject.kind is SubjectKind.INDIVIDUAL
    assert [(name.whole, name.quality) for name in subject.names] == [
        ("AVTEL ZORVELIN", NameQuality.PRIMARY),
        ("AVI ZORVELIN", NameQuality.LOW_ALIAS),
    ]
    assert subject.said_born == ("02/03/1975", "00/00/1976")
    assert subject.imposed == ("Asset freeze", "Travel Ban")
    assert subject.countries == ("Synthetia",)
    assert subject.designated_on == date(2020, 6, 29)


def test_entities_of_html_are_read_and_kinds_of_names_told_apart() -> None:
    odd = cells(
        **{
            "UK Statement of Reasons": "Oil &amp; gas: &quot;front&quot; of I&#39;ll",
            "Name type": "Primary name variation",
        }
    )
    (subject,) = read_subjects([odd])
    assert subject.grounds == ('Oil & gas: "front" of I\'ll',)
    assert subject.names[0].quality is NameQuality.VARIATION
    good = cells(**{"Name type": "Alias", "Alias strength": "Good quality a.k.a"})
    assert read_subjects([good])[0].names[0].quality is NameQuality.GOOD_ALIAS


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("01/01/1958", BirthDate(1958, 1, 1)),
        ("00/00/1975", BirthDate(1975)),
        ("dd/mm/1975", BirthDate(1975)),
        ("00/03/1975", BirthDate(1975, 3)),
        ("15/08/19yy", BirthDate(None, 8, 15)),
        ("circa 1980", BirthDate(1980)),
        ("unknown", BirthDate()),
    ],
)
def test_a_date_is_kept_as_far_as_the_list_knows_it(text: str, known: BirthDate) -> None:
    assert listed_birth(text) == known


def test_a_subject_is_stored_and_read_back_whole() -> None:
    rows = [cells(), cells(**{"D.O.B": "15/08/19yy", "Business registration number (s)": "sc 70"})]
    (subject,) = read_subjects(rows)
    assert subject.company_numbers == ("SC000070",)
    assert SanctionsSubject.from_json(subject.as_json()) == subject


@pytest.mark.parametrize(
    "wrong",
    [
        {"Unique ID": ""},
        {"Designation Type": "Somebody"},
        {"Name 6": "", "Name 1": ""},
    ],
)
def test_a_row_that_says_not_whom_it_is_about_refuses_the_file(wrong: dict[str, str]) -> None:
    with pytest.raises(ListRejected):
        read_subjects([cells(**wrong)])


def test_a_row_may_end_before_what_is_said_of_ships_and_no_sooner() -> None:
    assert len(read_subjects([cells()[:-1]])) == 1
    for length in (30, 57 - 20):
        with pytest.raises(ListRejected):
            read_subjects([cells()[:length]])


@pytest.mark.parametrize(
    "line", ["Report Date: 13-Feb-2026", "report date:  13/02/2026 ", '"Report Date: 13-Feb-2026"']
)
def test_the_first_line_gives_the_date_of_the_list(line: str) -> None:
    assert report_date(line) == date(2026, 2, 13)


@pytest.mark.parametrize("line", ["", "Last Updated,Unique ID", "Report Date: soon"])
def test_a_list_without_its_date_is_refused(line: str) -> None:
    with pytest.raises(ListRejected, match="no Report Date"):
        report_date(line)


def test_the_real_layout_is_read() -> None:
    text = sample("sanctions/uksl_sample.csv").read_text(encoding="utf-8")
    heading, _, table = text.partition("\n")
    header, *rows = csv.reader(io.StringIO(table))
    assert report_date(heading) == date(2026, 2, 13)
    assert tuple(header) == SANCTIONS_COLUMNS
    exchange, person = read_subjects(row for row in rows if row)
    assert (exchange.kind, exchange.names[0].given) == (SubjectKind.ENTITY, ())
    assert person.names[0].whole == "MOHAMMAD HASSAN AKHUND"
    assert person.born == (BirthDate(1958, 1, 1),)
    assert person.imposed == ("Asset freeze", "Travel Ban")
