"""What an operator does: keys made anew, standings worked out anew, proof that nobody is lost."""

from ppit_victims.app import prove_register, reindex_people, rescore
from tests.support.victims import Victims
from tests.support.victims_told import a_hub_row, a_list, a_person, an_address, strangers


async def test_keys_made_anew_find_everyone_again(victims: Victims) -> None:
    await victims.report()
    before = victims.count("person_index_change")
    victims.running.rows("UPDATE person_index_change SET key_version = 'keys-0'")
    assert await reindex_people(victims.settings) == 1
    assert victims.count("person_index_change") == before
    answer = await victims.ask("/v1/lookups", {"person": a_person(), "address": an_address()})
    assert answer["result"] == "KNOWN_NOT_HELPED"


async def test_a_score_of_an_older_table_is_worked_out_anew_and_no_other(victims: Victims) -> None:
    await victims.imported("TS_HUB", a_list("TS_HUB", strangers(3)))
    victims.running.rows(
        "UPDATE victim_version SET need_table = 'need-0', need_score = 0"
        " WHERE victim_id = (SELECT victim_id FROM victim LIMIT 1)"
    )
    steps: list[None] = []
    await rescore(victims.settings, lambda: steps.append(None))
    assert len(steps) == 2
    newest = victims.running.rows(
        "SELECT h.version, v.need_table, v.need_score > 0 AS scored FROM victim h"
        " JOIN victim_version v USING (victim_id, version) ORDER BY h.version"
    )
    assert [row["version"] for row in newest] == [1, 1, 2]
    assert {(row["need_table"], row["scored"]) for row in newest} == {("need-1", True)}


async def test_a_register_that_adds_up_is_proved(victims: Victims) -> None:
    couple = a_hub_row(1, Victim_Name="Mr John & Mrs Edith Thackerberry")
    rows = [couple, a_hub_row(2, DOB="N/K"), a_hub_row(3, Victim_Name=""), *strangers(2)]
    await victims.imported("TS_HUB", a_list("TS_HUB", rows))
    assert await prove_register(victims.settings) == {}


async def test_whoever_was_lost_is_named_by_what_is_wrong(victims: Victims) -> None:
    await victims.imported("TS_HUB", a_list("TS_HUB", strangers(2)))
    victims.running.rows("DELETE FROM person_index_change")
    victims.running.rows("UPDATE import_run SET rows_in = 3, linked = 1")
    assert await prove_register(victims.settings) == {
        "victims whom no key finds": 2,
        "imports whose rows do not add up": 1,
    }
