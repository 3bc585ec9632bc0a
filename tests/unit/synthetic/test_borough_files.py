"""What leaves a borough: the layouts to the letter, the encodings, and nothing that is real."""

import re
from pathlib import Path

import pytest

from ppit_synthetic import Noise
from ppit_synthetic.borough import borough_summary, write_borough
from tests.support.samples import sample
from tests.unit.synthetic.boroughs import all_sheets, borough_of, read_back, sheet_of

_HEADERS = {
    "victims_trading_standards_hub.csv": (
        "Ref,Victim Name,DOB,Address,Post Code,Tel,Scam Type,Amount Lost,Date Reported"
    ),
    "victims_police.csv": (
        "CRIME_REF,SURNAME,FORENAME1,FORENAME2,DOB,AGE,ADDR_LINE_1,ADDR_LINE_2,ADDR_LINE_3,"
        "ADDR_LINE_4,PCODE,VULN_FLAG,MO_TEXT"
    ),
    "victims_bank_protocol.csv": (
        "Customer,Date of Birth,Addr1,Addr2,Town,Pcode,Attempted £,Prevented £"
    ),
    "victims_national_hub.csv": (
        "UniqueID,Title,First Name,Last Name,House,Street,Town,County,Postcode,List source,"
        "Times on list"
    ),
    "victims_charity.csv": (
        "Client name (Mr/Mrs),D.O.B.,Full address inc postcode,Best phone,OK to call? Y/N,"
        "Next of kin"
    ),
    "debts_council_tax.csv": (
        "AccountRef,LiableParty1,LiableParty2,PropertyAddress,PropertyPostcode,ForwardingAddress,"
        "UPRN,LiabilityStart,LiabilityEnd,Balance,RecoveryStage"
    ),
    "debts_sundry.csv": (
        "CustomerNo,Title,Forename,Surname,DOB,Addr,Postcode,Mobile,Email,Balance,OldestInvoice"
    ),
    "previous_debts.csv": (
        "debt_ref,surname,forenames,date_of_birth,address,postcode,balance,since"
    ),
    "BasicCompanyDataAsOneFile-2026-11-01.csv": (
        "CompanyName, CompanyNumber,RegAddress.CareOf,RegAddress.POBox,RegAddress.AddressLine1,"
        " RegAddress.AddressLine2,RegAddress.PostTown,RegAddress.County,RegAddress.Country,"
        "RegAddress.PostCode,CompanyCategory,CompanyStatus,CountryOfOrigin,DissolutionDate,"
        "IncorporationDate,Accounts.AccountRefDay,Accounts.AccountRefMonth,Accounts.NextDueDate,"
        "Accounts.LastMadeUpDate,Accounts.AccountCategory,Returns.NextDueDate,"
        "Returns.LastMadeUpDate,Mortgages.NumMortCharges,Mortgages.NumMortOutstanding,"
        "Mortgages.NumMortPartSatisfied,Mortgages.NumMortSatisfied,SICCode.SicText_1,"
        "SICCode.SicText_2,SICCode.SicText_3,SICCode.SicText_4,LimitedPartnerships.NumGenPartners,"
        "LimitedPartnerships.NumLimPartners,URI,PreviousName_1.CONDATE, PreviousName_1.CompanyName,"
        " PreviousName_2.CONDATE, PreviousName_2.CompanyName,PreviousName_3.CONDATE,"
        " PreviousName_3.CompanyName,PreviousName_4.CONDATE, PreviousName_4.CompanyName,"
        "PreviousName_5.CONDATE, PreviousName_5.CompanyName,PreviousName_6.CONDATE,"
        " PreviousName_6.CompanyName,PreviousName_7.CONDATE, PreviousName_7.CompanyName,"
        "PreviousName_8.CONDATE, PreviousName_8.CompanyName,PreviousName_9.CONDATE,"
        " PreviousName_9.CompanyName,PreviousName_10.CONDATE, PreviousName_10.CompanyName,"
        "ConfStmtNextDueDate, ConfStmtLastMadeUpDate"
    ),
    "UK-Sanctions-List.csv": (
        "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,"
        "Name 4,Name 5,Name type,Alias strength,Title,Name non-latin script,"
        "Non-latin script type,Non-latin script language,Regime Name,Designation Type,"
        "Designation source,Sanctions Imposed,Other Information,UK Statement of Reasons,"
        "Address Line 1,Address Line 2,Address Line 3,Address Line 4,Address Line 5,"
        "Address Line 6,Address Postal Code,Address Country,Phone number,Website,Email address,"
        "Date Designated,D.O.B,Nationality(/ies),National Identifier number,"
        "National Identifier additional information,Passport number,"
        "Passport additional information,Position,Gender,Town of birth,Country of birth,"
        "Type of entity,Subsidiaries,Parent company,Business registration number (s),IMO number,"
        "Current owner/operator (s),Previous owner/operator (s),Current believed flag of ship,"
        "Previous flags,Type of ship,Tonnage of ship,Length of ship,Year Built,"
        "Hull identification number (HIN)"
    ),
}
_DRAMA = re.compile(r"07700 ?900\d{3}|01632 ?960\d{3}")
_ANY_PHONE = re.compile(r"\b0\d{4} ?\d{6}\b")
_EMAIL = re.compile(r"[\w.-]+@([\w.-]+)")
_POSTCODE = re.compile(r"\b[A-Z]{2}\d{1,2} \d[A-Z]{2}\b")


@pytest.mark.parametrize("file_name", _HEADERS)
def test_a_files_header_is_the_published_one_to_the_letter(file_name: str) -> None:
    sheet = sheet_of(file_name)
    assert ",".join(sheet.columns) == _HEADERS[file_name]
    assert len(sheet.rows) > 40
    assert {len(row) for row in sheet.rows} == {len(sheet.columns)}


def test_the_bulk_file_of_companies_has_55_columns_and_the_sanctions_list_58() -> None:
    assert len(sheet_of("BasicCompanyDataAsOneFile-2026-11-01.csv").columns) == 55
    assert len(sheet_of("UK-Sanctions-List.csv").columns) == 58


@pytest.mark.parametrize(
    ("file_name", "encoding", "line_end"),
    [
        ("victims_trading_standards_hub.csv", "windows-1252", b"\r\n"),
        ("victims_police.csv", "utf-8", b"\n"),
        ("victims_bank_protocol.csv", "windows-1252", b"\r\n"),
        ("victims_national_hub.csv", "utf-8-sig", b"\r\n"),
        ("victims_charity.csv", "utf-8", b"\r\n"),
        ("debts_council_tax.csv", "windows-1252", b"\r\n"),
        ("debts_sundry.csv", "utf-8", b"\n"),
    ],
)
def test_each_partner_has_an_encoding_and_line_ends_of_its_own(
    file_name: str, encoding: str, line_end: bytes
) -> None:
    content = sheet_of(file_name).to_bytes()
    assert content.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")
    assert content.count(line_end) == content.count(b"\n") > 40
    assert (b"\xc2\xa3" not in content) if encoding == "windows-1252" else content.decode(encoding)


@pytest.mark.parametrize(
    ("ours", "real", "rows_above"),
    [
        ("BasicCompanyDataAsOneFile-2026-11-01.csv", "misc/BasicCompanyData_sample.csv", 0),
        ("UK-Sanctions-List.csv", "sanctions/uksl_sample.csv", 1),
    ],
)
def test_a_file_of_the_state_begins_as_the_real_one_does(
    ours: str, real: str, rows_above: int
) -> None:
    with sample(real).open("rb") as file:
        published = [file.readline() for _ in range(rows_above + 1)]
    made = sheet_of(ours).to_bytes().splitlines(keepends=True)[: rows_above + 1]
    assert made[-1] == published[-1]
    assert [len(line) for line in made] == [len(line) for line in published]


def test_a_windows_file_cannot_be_read_as_utf_8() -> None:
    with pytest.raises(UnicodeDecodeError):
        sheet_of("victims_bank_protocol.csv").to_bytes().decode("utf-8")
    assert read_back("victims_bank_protocol.csv")[0]["Attempted £"]


@pytest.mark.parametrize("noise", Noise)
def test_every_file_reads_back_as_it_was_written(noise: Noise) -> None:
    assert len(all_sheets(noise)) == 22
    for sheet in all_sheets(noise):
        rows = read_back(sheet.file_name, noise)
        assert [tuple(row.values()) for row in rows] == [tuple(map(str, row)) for row in sheet.rows]


def test_the_sanctions_list_begins_with_its_report_date() -> None:
    content = sheet_of("UK-Sanctions-List.csv").to_bytes()
    assert b"\r" not in content
    first, second, *_ = content.decode().split("\n")
    assert first == "Report Date: 01-Nov-2026"
    assert second.startswith("Last Updated,Unique ID,")


def test_the_bulk_files_cells_are_quoted_and_its_header_is_not() -> None:
    header, first, *_ = (
        sheet_of("BasicCompanyDataAsOneFile-2026-11-01.csv").to_bytes().decode().split("\r\n")
    )
    assert '"' not in header
    assert first.startswith('"')
    assert first.count('","') == 54


def test_writing_a_borough_leaves_every_file_in_the_folder(tmp_path: Path) -> None:
    paths = write_borough(borough_of(), tmp_path)
    assert {path.name for path in paths} == {path.name for path in tmp_path.iterdir()}
    assert {path.name for path in paths} == {
        "gazetteer.csv",
        *(sheet.file_name for sheet in all_sheets()),
    }
    assert min(path.stat().st_size for path in paths) > 1000


def test_the_summary_counts_and_names_nobody() -> None:
    figures = borough_summary(borough_of())
    assert all(type(value) is int for value in figures.values())
    assert figures["victim rows"] == len(borough_of().victim_rows)
    assert figures["victims"] > figures["repeat victims"] > figures["chronic victims"] > 10


def _text(noise: Noise) -> str:
    return "\n".join(s.to_bytes().decode(s.encoding) for s in all_sheets(noise))


@pytest.mark.parametrize("noise", Noise)
def test_telephones_e_mails_and_postcodes_are_nobodys(noise: Noise) -> None:
    text = _text(noise)
    phones = _ANY_PHONE.findall(text)
    assert len(phones) > 300
    assert all(_DRAMA.fullmatch(phone) for phone in phones)
    assert set(_EMAIL.findall(text)) == {"example.com", "example.org"}
    ours = {entry.postcode for entry in borough_of(noise).kent.gazetteer}
    assert set(_POSTCODE.findall(text)) <= ours


def test_no_number_lies_in_a_range_that_is_given_out() -> None:
    borough = borough_of()
    companies = [company.number for company in borough.companies]
    assert len(set(companies)) == len(companies) > 100
    assert all(re.fullmatch(r"99\d{6}", number) for number in companies)
    assert all(re.fullmatch(r"KNT\d{4}", subject.unique_id) for subject in borough.subjects)
    listed = read_back("UK-Sanctions-List.csv")
    assert {row["IMO number"][:2] for row in listed} == {"", "00"}
    assert {row["Passport number"][:2] for row in listed} == {"", "ZZ"}
    uprns = {row["UPRN"] for row in read_back("debts_council_tax.csv")}
    assert len(uprns) > 20
    assert all(re.fullmatch(r"(999\d{9})?", uprn) for uprn in uprns)


def test_no_company_shares_its_name_with_another() -> None:
    names = [company.name for company in borough_of().companies]
    assert len(set(names)) == len(names) > 100
