"""BasicCompanyData as it really comes, and its offices counted by door."""

from datetime import date

import pytest

from ppit_platform.delimited import Line, read_delimited
from ppit_vetting.domain.company_file import COMPANY_COLUMNS, british_day, read_company
from ppit_vetting.domain.offices import office_key
from ppit_vetting.domain.refusals import ListRejected
from tests.support.samples import sample
from tests.support.vetting_lists import ROOFER


def cells(**said: str) -> list[str]:
    row = {**ROOFER, **said}
    return [row.get(column, "") for column in COMPANY_COLUMNS]


def test_a_company_is_kept_as_the_register_has_it() -> None:
    row = cells(
        **{
            "PreviousName_1.CompanyName": "HARTWELL SLATES LTD",
            "PreviousName_3.CompanyName": "OLD HARTWELL LTD",
            "SICCode.SicText_2": "43999 - Other",
        }
    )
    number, name, key, former, _, status, born, due, trades, office, door = read_company(row)
    assert (number, name, status) == ("99000001", "HARTWELL ROOFING LIMITED", "Active")
    assert key == "hartwell roofing"
    assert former == "HARTWELL SLATES LTD\nOLD HARTWELL LTD"
    assert (born, due) == (date(2015, 2, 1), date(2099, 12, 31))
    assert trades == "43910 43999"
    assert office == "3 LANTERN STREET, ASHFORD, TN23 1AA"
    assert door == "tn231aa/3"


@pytest.mark.parametrize(
    "wrong",
    [{"CompanyNumber": "none"}, {"CompanyName": " "}, {"IncorporationDate": "2015-02-01"}],
)
def test_a_row_without_its_number_name_or_date_refuses_the_file(wrong: dict[str, str]) -> None:
    with pytest.raises(ListRejected):
        read_company(cells(**wrong))


def test_an_empty_date_is_none() -> None:
    assert british_day("") is None
    with pytest.raises(ListRejected, match="a date in it is none"):
        british_day("31/02/2020")


@pytest.mark.parametrize(
    ("lines", "postcode", "key"),
    [
        ("SUITE 5, 12 HARBOUR COURT", "CT14 7AA", "ct147aa/12"),
        ("OFFICE 12B 12 HARBOUR COURT", "CT147AA", "ct147aa/12"),
        ("2ND FLOOR 12-14 HARBOUR COURT", "CT14 7AA", "ct147aa/12-14"),
        ("FLAT 4, 12 HARBOUR COURT", "CT14 7AA", "ct147aa/12/4"),
        ("ROSE COTTAGE MILL LANE", "CT14 7AA", "ct147aa/rose cottage"),
        ("12 HARBOUR COURT", "", ""),
        ("", "CT14 7AA", ""),
    ],
)
def test_suites_of_one_door_share_its_key_and_flats_do_not(
    lines: str, postcode: str, key: str
) -> None:
    assert office_key(lines, postcode) == key


def test_the_real_layout_is_read() -> None:
    with sample("misc/BasicCompanyData_sample.csv").open("rb") as file:
        lines = list(read_delimited(file, columns=COMPANY_COLUMNS))
    assert [type(line) for line in lines] == [Line] * 5
    companies = [read_company(line.cells) for line in lines if isinstance(line, Line)]
    assert [company[0] for company in companies] == [
        *("07687209", "12778855", "08209948", "SC606050", "05857258"),
    ]
    assert companies[0][3] == "!OBAC FITTINGS LIMITED"
    assert companies[0][-1] == "rg265at/berry court"
