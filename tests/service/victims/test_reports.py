"""One victim, one crime: linked to whoever is known, made new, or put before a human."""

from tests.support.victims import Victims
from tests.support.victims_told import a_district, a_person, an_address, an_incident


async def test_somebody_new_is_made_and_nobody_helps_yet(victims: Victims) -> None:
    answer = await victims.report()
    assert answer["outcome"] == "CREATED"
    assert answer["already_helping"] == []
    assert victims.count("victim") == 1


async def test_the_same_person_again_is_linked_and_not_made_twice(victims: Victims) -> None:
    first = await victims.report()
    again = await victims.by(a_district()).report(
        incident=an_incident(reference="X-9", happened_on="2025-12-01")
    )
    assert again["outcome"] == "LINKED"
    assert again["victim_id"] == first["victim_id"]
    assert victims.count("victim") == 1
    assert victims.count("source_record") == 2


async def test_safe_contact_stands_first_and_joins_what_every_partner_said(
    victims: Victims,
) -> None:
    await victims.report(safe_contact={"do_not_contact": ["TELEPHONE"], "note": "Her son answers."})
    again = await victims.by(a_district()).report(incident=an_incident(reference="X-9"))
    assert next(iter(again)) == "safe_contact"
    assert again["safe_contact"] == {
        "do_not_contact": ["TELEPHONE"],
        "notes": ["Her son answers."],
    }


async def test_somebody_who_may_be_known_waits_for_a_human(victims: Victims) -> None:
    await victims.report()
    unsure = await victims.report(
        person=a_person(date_of_birth=None) | {"name": {"full": "Edith Thackerberry"}}
    )
    assert unsure["outcome"] == "UNDER_REVIEW"
    assert unsure["victim_id"] is None
    assert unsure["already_helping"] is None, "nobody could look: that is not an empty list"
    assert victims.count("victim") == 1


async def test_a_name_alone_is_nobody_that_could_be_found(victims: Victims) -> None:
    served = await victims.post(
        "/v1/reports",
        {
            "person": {"name": {"full": "Edith Thackerberry"}},
            "incident": {"scam_type": "ROMANCE"},
        },
    )
    assert (served.status, served.json["code"]) == (422, "PERSON_NOT_SEARCHABLE")
    assert victims.count("source_record") == 0


async def test_father_and_son_of_one_name_at_one_door_are_two_people(victims: Victims) -> None:
    name = {"name": {"full": "John Thackerberry"}}
    father = await victims.report(person={**name, "date_of_birth": "1941-03-02"})
    son = await victims.report(person={**name, "date_of_birth": "1968-09-14"})
    assert father["outcome"] == son["outcome"] == "CREATED"
    assert father["victim_id"] != son["victim_id"]


async def test_twins_of_one_door_are_never_linked_by_themselves(victims: Victims) -> None:
    born = "1988-06-06"
    await victims.report(person={"name": {"full": "Jayden Thackerberry"}, "date_of_birth": born})
    twin = await victims.report(
        person={"name": {"full": "Hayden Thackerberry"}, "date_of_birth": born}
    )
    assert twin["outcome"] == "UNDER_REVIEW"


async def test_an_address_that_is_not_known_leaves_the_area_open(victims: Victims) -> None:
    answer = await victims.report(address=an_address(None, lines=["9 Nowhere"], postcode="ZE1 0AA"))
    assert answer["outcome"] == "CREATED"
    assert victims.running.rows("SELECT area_gss FROM victim") == [{"area_gss": None}]
