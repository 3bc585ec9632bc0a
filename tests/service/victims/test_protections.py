"""Nobody is told where a protected person lives; who may be one never reads as free to find."""

from tests.support.victims import Victims
from tests.support.victims_told import (
    LANTERN_1,
    LANTERN_3,
    PARABLE_5,
    a_district,
    a_person,
    an_address,
    an_analyst,
)

CHECKS = "/v1/protection-checks"


def a_question(*addresses: object, **changes: object) -> dict[str, object]:
    return {"people": [{**a_person(), "addresses": list(addresses), **changes}]}


async def protect(victims: Victims, **changes: object) -> dict[str, object]:
    body = {"person": a_person(), "address": an_address(), "reason": "REFUGE", **changes}
    return await victims.ask("/v1/protections", body)


async def test_somebody_protected_is_protected_wherever_they_are_sought(victims: Victims) -> None:
    assert (await protect(victims))["outcome"] == "CREATED"
    for addresses in ((an_address(),), (an_address(PARABLE_5), an_address()), ()):
        answer = await victims.ask(CHECKS, a_question(*addresses))
        assert answer == {"result": "PROTECTED"}


async def test_a_probable_match_counts_as_protected(victims: Victims) -> None:
    await protect(victims)
    moved = await victims.ask(CHECKS, a_question(an_address(PARABLE_5)))
    undated = await victims.ask(CHECKS, a_question(an_address(), date_of_birth=None))
    assert moved == undated == {"result": "PROTECTED"}


async def test_somebody_else_is_not_protected(victims: Victims) -> None:
    await protect(victims)
    other = a_question(an_address(PARABLE_5), name={"full": "Ida Brown"})
    assert await victims.ask(CHECKS, other) == {"result": "NOT_PROTECTED"}


async def test_a_victim_who_is_not_protected_is_not(victims: Victims) -> None:
    await victims.report()
    assert await victims.ask(CHECKS, a_question(an_address())) == {"result": "NOT_PROTECTED"}


BAD_QUESTIONS = (
    a_question(date_of_birth=None),
    a_question(name={"family": "Thackerberry"}),
    a_question(name={"full": "E Thackerberry"}, date_of_birth="1941"),
    a_question(name={"full": "Едит Такербери"}),
)


async def test_too_little_to_rule_anybody_out_is_unable(victims: Victims) -> None:
    await protect(victims)
    said = [await victims.ask(CHECKS, question) for question in BAD_QUESTIONS]
    assert said == [{"result": "UNABLE_TO_CHECK"}] * len(BAD_QUESTIONS)


async def test_a_register_that_cannot_be_read_is_unable(victims: Victims) -> None:
    await protect(victims)
    said: list[object] = []
    for table in ("protection", "person_index_change", "mention"):
        victims.running.rows(f"REVOKE SELECT ON {table} FROM ppit_victims")  # pyright: ignore[reportArgumentType]  # noqa: S608
        served = await victims.post(CHECKS, a_question(an_address()))
        said += [served.json, served.facts[0]["operation"]]
        victims.running.rows(f"GRANT SELECT ON {table} TO ppit_victims")  # pyright: ignore[reportArgumentType]
    assert said == [{"result": "UNABLE_TO_CHECK"}, "SCREENING_FAILED"] * 3


async def test_keys_of_another_version_are_unable(victims: Victims) -> None:
    await protect(victims)
    victims.running.rows("UPDATE person_index_change SET key_version = 'keys-0'")
    other = a_question(an_address(PARABLE_5), name={"full": "Ida Brown"})
    assert await victims.ask(CHECKS, other) == {"result": "UNABLE_TO_CHECK"}


async def test_a_protection_of_a_victim_reaches_every_record_of_theirs(victims: Victims) -> None:
    phone = "07700 900123"
    await victims.report(person=a_person(phone=phone))
    await victims.report(person=a_person(phone=phone), address=an_address(LANTERN_3))
    assert (await protect(victims, address=an_address(LANTERN_3)))["outcome"] == "LINKED"
    old = a_question(an_address(), date_of_birth=None)
    assert await victims.ask(CHECKS, old) == {"result": "PROTECTED"}


async def test_one_who_may_be_a_victim_is_protected_at_once_and_put_before_a_human(
    victims: Victims,
) -> None:
    reported = await victims.report()
    given = await protect(victims, person=a_person(date_of_birth=None))
    assert given["outcome"] == "UNDER_REVIEW"
    assert await victims.ask(CHECKS, a_question(an_address())) == {"result": "PROTECTED"}
    (review,) = await victims.items("/v1/reviews")
    decision = {"decision": "LINK", "victim_id": reported["victim_id"]}
    await victims.ask(f"/v1/reviews/{review['review_id']}/decision", decision)
    shown = await victims.get(f"/v1/victims/{reported['victim_id']}")
    assert shown["protected_for"] == ["REFUGE"]


async def test_an_address_that_hides_somebody_is_shown_to_who_may_protect_alone(
    victims: Victims,
) -> None:
    reported = await victims.report()
    await protect(victims)
    path = f"/v1/victims/{reported['victim_id']}"
    reader = victims.by(a_district(scopes=frozenset({"victims:read"})))
    shown = await reader.get(path)
    assert (shown["address"], shown["phone"], shown["address_withheld"]) == (None, None, True)
    assert (await victims.get(path))["address"] == {
        "uprn": LANTERN_1,
        "lines": [],
        "postcode": None,
    }


async def test_somebody_protected_who_is_no_victim_is_told_of_to_nobody(victims: Victims) -> None:
    given = await protect(victims)
    asked = {"person": a_person(), "address": an_address()}
    assert (await victims.ask("/v1/lookups", asked))["result"] == "NOT_KNOWN"
    served = await victims.by(a_district()).running.get(f"/v1/victims/{given['victim_id']}")
    assert (served.status, served.json["code"]) == (404, "NOT_FOUND")
    assert await victims.items("/v1/worklist") == []


async def test_a_protection_ends_after_its_last_day(victims: Victims) -> None:
    await protect(victims, until="2020-01-01")
    assert await victims.ask(CHECKS, a_question(an_address())) == {"result": "NOT_PROTECTED"}


async def test_a_machine_on_its_own_protects_nobody(victims: Victims) -> None:
    served = await victims.by(an_analyst(None)).post(
        "/v1/protections", {"person": a_person(), "reason": "WITNESS"}
    )
    assert (served.status, served.json["code"]) == (403, "PERSON_REQUIRED")
    assert victims.count("protection") == 0
