"""Partners' rows with every trap in them: read as they were meant, or rejected with a reason."""

import pytest

from ppit_victims.domain.codes import ProfileName, RejectCode, Remark, ScamType, Vulnerability
from ppit_victims.domain.profiles import PROFILES
from ppit_victims.domain.reading import read_row
from ppit_victims.domain.rows import AddressTyped, RowRead, RowRejected

HUB = {
    "Ref": "TSH0001",
    "Victim Name": "Mrs Edith Thackerberry",
    "DOB": "02/03/1941",
    "Address": "1 Lantern Street, Ashford",
    "Post Code": "TN23 9ZZ",
    "Tel": "07700 900123",
    "Scam Type": "Doorstep rogue trader",
    "Amount Lost": "£4,800.00",
    "Date Reported": "03/11/2025",
}
POLICE = {
    "CRIME_REF": "P1",
    "SURNAME": "THACKERBERRY",
    "FORENAME1": "EDITH",
    "FORENAME2": "MAY",
    "DOB": "02-MAR-1941",
    "ADDR_LINE_1": "1 LANTERN STREET",
    "ADDR_LINE_2": "ASHFORD",
    "PCODE": "TN23 9ZZ",
    "VULN_FLAG": "Y",
    "MO_TEXT": "DOORSTEP ROGUE TRADER",
}
BANK = {
    "Customer": "Mrs Edith Thackerberry",
    "Date of Birth": "1941-03-02",
    "Addr1": "1 Lantern Street",
    "Town": "Ashford",
    "Pcode": "TN23 9ZZ",
    "Attempted £": "900.50",
    "Prevented £": "400.25",
}
NATIONAL = {
    "UniqueID": "NH1",
    "Title": "Mrs",
    "First Name": "Edith",
    "Last Name": "Thackerberry",
    "House": "c/o daughter",
    "Street": "1 Lantern Street",
    "Town": "Ashford",
    "Postcode": "TN23 9ZZ",
    "List source": "Mass mail lottery prize 2025",
    "Times on list": "5",
}
CHARITY = {
    "Client name (Mr/Mrs)": "Mrs Edith Thackerberry",
    "D.O.B.": "2.3.1941",
    "Full address inc postcode": "1 Lantern Street, Ashford, TN23 9ZZ",
    "Best phone": "7700900123",
    "OK to call? Y/N": "N",
    "Next of kin": "",
}
ROWS = {
    ProfileName.TS_HUB: HUB,
    ProfileName.POLICE: POLICE,
    ProfileName.BANK_PROTOCOL: BANK,
    ProfileName.NATIONAL_HUB: NATIONAL,
    ProfileName.CHARITY: CHARITY,
}


def taken(profile: ProfileName, above: AddressTyped | None = None, **changes: str) -> RowRead:
    cells = {**ROWS[profile], **{name.replace("_", " "): text for name, text in changes.items()}}
    row, _ = read_row(PROFILES[profile], cells, above)
    assert isinstance(row, RowRead), row
    return row


@pytest.mark.parametrize("profile", ROWS)
def test_every_layout_names_the_same_woman_at_the_same_door(profile: ProfileName) -> None:
    (told,) = taken(profile).people
    assert told.person.given[0] == "edith"
    assert told.person.family == ("thackerberry",)
    address = told.person.address
    assert address is not None
    assert (address.number, address.street, address.postcode) == ("1", "lantern street", "TN23 9ZZ")
    assert told.person.born.iso == ("" if profile is ProfileName.NATIONAL_HUB else "1941-03-02")


def test_what_is_told_of_the_crime_is_in_our_codes() -> None:
    told = taken(ProfileName.TS_HUB).told
    assert (told.scam_type, told.loss_pence) == (ScamType.DOORSTEP_ROGUE_TRADER, 480_000)
    assert told.happened_on == "2025-11-03"
    assert taken(ProfileName.BANK_PROTOCOL).told.loss_pence == 50_025
    national = taken(ProfileName.NATIONAL_HUB).told
    assert (national.scam_type, national.happened_on) == (ScamType.MASS_MAIL_LOTTERY_PRIZE, "2025")
    assert national.vulnerabilities == (Vulnerability.MAIL_VOLUME,)
    assert taken(ProfileName.POLICE).told.flagged


@pytest.mark.parametrize(
    ("name", "people"),
    [
        ("Mr & Mrs J Smith", [("j", "smith"), ("", "smith")]),
        ("Mr John Smith & Mrs Mary Jones", [("john", "smith"), ("mary", "jones")]),
        ("SMITH, John and Mary", [("john", "smith"), ("mary", "smith")]),
        ("SMITH, John / JONES, Mary", [("john", "smith"), ("mary", "jones")]),
    ],
)
def test_a_couple_on_one_row_is_two_people(name: str, people: list[tuple[str, str]]) -> None:
    row = taken(ProfileName.TS_HUB, Victim_Name=name)
    assert [(" ".join(p.person.given), " ".join(p.person.family)) for p in row.people] == people
    assert all(p.person.joint for p in row.people)


def test_half_a_couple_without_a_door_cannot_be_found() -> None:
    row = taken(
        ProfileName.TS_HUB,
        Victim_Name="Mr & Mrs John Smith",
        Address="",
        Post_Code="",
        DOB="",
        Tel="07700 900123",
    )
    assert [told.findable for told in row.people] == [True, True]
    row = taken(
        ProfileName.TS_HUB, Victim_Name="Mr J & Mrs Mary Smith", Address="", Post_Code="", Tel=""
    )
    assert all(told.findable for told in row.people)


@pytest.mark.parametrize(
    ("name", "died_on"),
    [
        ("Mrs Edith Thackerberry deceased 03/25", "2025-03"),
        ("Mrs Edith Thackerberry (DEC'D MAR 2025)", "2025-03"),
        ("Mrs Edith Thackerberry - died 02.03.2025", "2025-03-02"),
        ("Mrs Edith Thackerberry (deceased)", None),
        ("The late Mrs Edith Thackerberry", None),
    ],
)
def test_a_death_is_no_part_of_the_name(name: str, died_on: str | None) -> None:
    row = taken(ProfileName.TS_HUB, Victim_Name=name)
    assert row.told.deceased
    assert row.told.died_on == died_on
    assert row.people[0].name == "Mrs Edith Thackerberry"
    assert row.people[0].person.family == ("thackerberry",)


def test_a_name_that_only_looks_like_a_death_stays_a_name() -> None:
    row = taken(ProfileName.TS_HUB, Victim_Name="Mr Ripley Lateman")
    assert not row.told.deceased
    assert row.people[0].person.family == ("lateman",)


@pytest.mark.parametrize(
    "line",
    ["c/o daughter, 1 Lantern Street, Ashford", "C/O THE WARDEN:, 1 Lantern Street, Ashford"],
)
def test_who_takes_the_post_is_no_part_of_the_address(line: str) -> None:
    row = taken(ProfileName.TS_HUB, Address=line)
    address = row.people[0].person.address
    assert address is not None
    assert (address.building, address.number) == (None, "1")
    assert row.told.care_of in {"daughter", "THE WARDEN"}


def test_whoever_takes_the_post_of_a_name_is_no_victim() -> None:
    row = taken(ProfileName.TS_HUB, Victim_Name="Mrs Edith Thackerberry c/o Mr Ian Jones")
    assert [told.name for told in row.people] == ["Mrs Edith Thackerberry"]
    assert row.told.care_of == "Mr Ian Jones"


@pytest.mark.parametrize(
    "born",
    ["01/01/1900", "01/01/1970", "00/00/0000", "N/K", "unknown", "-", "REFUSED", "#N/A", "?"],
)
def test_a_date_that_means_nothing_is_no_date(born: str) -> None:
    (told,) = taken(ProfileName.TS_HUB, DOB=born).people
    assert not told.person.born.known


@pytest.mark.parametrize("born", ["15037", "15037.0", "Mar 02, 1941", "2 March 1941", "02.03.1941"])
def test_dates_of_other_programs_are_read(born: str) -> None:
    (told,) = taken(ProfileName.TS_HUB, DOB=born).people
    assert told.person.born.iso == "1941-03-02"


def test_the_american_order_is_read_where_only_it_can_be() -> None:
    (told,) = taken(ProfileName.BANK_PROTOCOL, Date_of_Birth="03/22/1941").people
    assert told.person.born.iso == "1941-03-22"


def test_a_postcode_in_the_address_is_found() -> None:
    row = taken(ProfileName.TS_HUB, Address="1 Lantern Street,ASHFORD,KENT,TN239ZZ", Post_Code="")
    address = row.people[0].person.address
    assert address is not None
    assert address.postcode == "TN23 9ZZ"


@pytest.mark.parametrize("number", ["7.7E+09", "7.7E+9", "7700000000", "1.6E+09"])
def test_a_number_that_a_spreadsheet_rounded_away_is_nobody_s(number: str) -> None:
    row = taken(ProfileName.TS_HUB, Tel=number)
    assert row.people[0].person.phone is None
    assert Remark.PHONE_DAMAGED in row.told.remarks


@pytest.mark.parametrize("number", ["7700900123", "447700-900123", "+44 7700 900123"])
def test_a_leading_zero_that_was_lost_is_found_again(number: str) -> None:
    row = taken(ProfileName.TS_HUB, Tel=number)
    assert row.people[0].person.phone == "+447700900123"
    assert row.told.remarks == ()


@pytest.mark.parametrize("words", ["same as above", "as above", "ditto", "-do-", '"', "Same"])
def test_same_as_above_is_the_address_of_the_row_above(words: str) -> None:
    _, above = read_row(PROFILES[ProfileName.TS_HUB], HUB, None)
    row = taken(ProfileName.TS_HUB, above, Address=words, Post_Code="")
    assert row.people[0].person.address == taken(ProfileName.TS_HUB).people[0].person.address


def test_same_as_above_under_nothing_is_no_address() -> None:
    row = taken(ProfileName.TS_HUB, Address="same as above", Post_Code="")
    assert row.people[0].person.address is None
    assert Remark.ADDRESS_ABOVE_MISSING in row.told.remarks


@pytest.mark.parametrize(
    ("cell", "reference"),
    [
        ('=HYPERLINK("https://cases.example.org/TSH1","TSH1")', "TSH1"),
        ("@SUM(1+1)*TSH1", None),
        ("TSH1", "TSH1"),
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_is_only_read(cell: str, reference: str | None) -> None:
    row = taken(ProfileName.TS_HUB, Ref=cell)
    assert row.reference == reference
    assert (Remark.FORMULA_CELL in row.told.remarks) == (cell != "TSH1")


def test_a_letter_that_the_encoding_lacked_does_not_part_the_name() -> None:
    row = taken(ProfileName.TS_HUB, Victim_Name="Mrs M?d?lina Popescu")
    assert row.people[0].person.given == ("mdlina",)
    assert Remark.LETTERS_LOST in row.told.remarks


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"Victim Name": ""}, RejectCode.NAME_MISSING),
        ({"Victim Name": "N/K"}, RejectCode.NAME_MISSING),
        ({"Victim Name": "Едит Такербери"}, RejectCode.NAME_UNREADABLE),
        ({"Victim Name": "John Smith, Mary Jones"}, RejectCode.SEVERAL_PEOPLE),
        (
            {"DOB": "", "Address": "unknown", "Post Code": "", "Tel": "7.7E+09"},
            RejectCode.NOTHING_TO_FIND_BY,
        ),
    ],
)
def test_what_cannot_stand_on_the_register_is_rejected_by_name(
    changes: dict[str, str], code: RejectCode
) -> None:
    row, _ = read_row(PROFILES[ProfileName.TS_HUB], {**HUB, **changes}, None)
    assert isinstance(row, RowRejected)
    assert [(reason.column, reason.code) for reason in row.reasons] == [("Victim Name", code)]


def test_what_else_cannot_be_read_costs_nobody_their_place() -> None:
    row = taken(ProfileName.TS_HUB, Amount_Lost="a lot", Scam_Type="Dodgy builder", DOB="soon")
    assert set(row.told.remarks) == {
        Remark.AMOUNT_UNREADABLE,
        Remark.SCAM_TYPE_UNREADABLE,
        Remark.DATE_OF_BIRTH_UNREADABLE,
    }
