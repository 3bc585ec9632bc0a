"""Who shares what with whom: a household is none, and a ring is found from either end."""

from dataclasses import replace

from ppit_vetting.domain.codes import CheckResult, LinkKind
from ppit_vetting.domain.findings import Finding
from ppit_vetting.domain.link_keys import COMPANY, Contact, LinkHasher, link_keys
from ppit_vetting.domain.links import Application, find_links, links_finding
from tests.unit.vetting.builders import (
    HASHER,
    SOURCE,
    a_body,
    an_application,
    an_individual,
)

TOKEN = "4b1f0c9d2e7a63855f20"  # noqa: S105  # it stands for an account that is nobody's


def finding(ours: Application, *others: Application) -> Finding:
    return links_finding(find_links(ours, [ours, *others]), SOURCE)


def codes(found: Finding) -> list[str]:
    return [reason.code.name for reason in found.reasons]


def test_strangers_at_two_doors_with_one_account_are_a_concern_to_each_other() -> None:
    ada = an_application(an_individual("Ada Marsh", door=1), account_token=TOKEN)
    bela = an_application(an_individual("Bela Fenwick", "1971-01-01", door=2), account_token=TOKEN)
    for ours, other in ((ada, bela), (bela, ada)):
        found = finding(ours, other)
        assert (found.result, codes(found)) == (CheckResult.CONCERN, ["SHARED_ACCOUNT"])
        assert found.linked == (other.case_id,)


def test_two_of_one_household_share_what_they_like() -> None:
    him = an_application(an_individual("Ben Marsh"), account_token=TOKEN, phone="07700 900123")
    her = an_application(
        an_individual("Cora Tarrant", "1971-01-01"), account_token=TOKEN, phone="+447700900123"
    )
    found = finding(him, her)
    assert (found.result, codes(found)) == (CheckResult.CLEAR, ["HOUSEHOLD_SHARES"])
    assert found.linked == (her.case_id,)


def test_from_the_third_at_a_door_on_it_is_a_concern_and_whoever_applies_twice_counts_once() -> (
    None
):
    ada = an_application(an_individual("Ada Marsh"))
    again = an_application(an_individual("Ada Marsh"))
    bela = an_application(an_individual("Bela Fenwick", "1971-01-01"))
    cora = an_application(an_individual("Cora Quill", "1981-01-01"))
    assert finding(ada, again, bela).result is CheckResult.CLEAR
    found = finding(ada, again, bela, cora)
    assert [(each.code.name, each.count) for each in found.reasons] == [("SHARED_ADDRESS", 2)]


def test_flats_of_one_house_are_doors_of_their_own() -> None:
    flats = [
        an_application(an_individual(name, f"197{at}-01-01", door=f"Flat {at}, 12"))
        for at, name in enumerate(("Ada Marsh", "Bela Fenwick", "Cora Quill"), start=1)
    ]
    assert codes(finding(*flats)) == ["NOTHING_FOUND"]


def test_a_door_given_by_its_uprn_alone_is_a_door() -> None:
    homes = [replace(an_individual(name), address=None) for name in ("Ada Marsh", "Bela Fenwick")]
    ada, bela = (an_application(home, uprn="100062000001") for home in homes)
    (link,) = find_links(ada, [bela])
    assert link.kinds == {LinkKind.ADDRESS}
    elsewhere = an_application(homes[1], uprn="100062000002")
    assert find_links(ada, [elsewhere]) == ()


def test_the_same_applicant_is_no_ring_with_themselves() -> None:
    first = an_application(a_body(), account_token=TOKEN)
    second = an_application(a_body("Hartwell Roofing", "99 000 001"), account_token=TOKEN)
    assert codes(finding(first, second)) == ["SAME_APPLICANT"]


def test_companies_with_an_officer_in_common_are_linked_from_either_end() -> None:
    other_number = frozenset({HASHER.key(COMPANY, "99000002")})
    one = an_application(a_body(), fellows=other_number)
    other = an_application(a_body("Millbrook Ltd", "99000002"))
    for ours, theirs in ((one, other), (other, one)):
        (link,) = find_links(ours, [theirs])
        assert link.kinds == {LinkKind.OFFICER}
        assert link.is_concern


def test_an_empty_telephone_or_account_links_nobody() -> None:
    ada = an_application(an_individual("Ada Marsh", door=1), phone="", account_token="", email=" ")
    bela = an_application(an_individual("Bela Fenwick", door=2), phone="", account_token="")
    assert finding(ada, bela).linked == ()


def test_what_is_stored_of_an_account_is_a_keyed_hash() -> None:
    contact = Contact(account_token=TOKEN, phone="07700 900123", email="A@Example.org")
    ours = link_keys(an_individual(), contact, HASHER)
    assert {key.kind for key in ours} == {"ACCOUNT", "PHONE", "EMAIL", "ADDRESS"}
    assert all(len(key.key) == 40 and TOKEN not in key.key for key in ours)
    assert ours.isdisjoint(link_keys(an_individual(), contact, LinkHasher(b"\2" * 32)))
