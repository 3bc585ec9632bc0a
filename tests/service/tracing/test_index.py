"""Nobody is traced by an index that cannot find everyone; made anew, it finds as before."""

import pytest

from ppit_tracing.storage.index_rebuilding import rebuild_index
from tests.support.tracing import Tracing
from tests.support.tracing_town import a_debt

OLD_BUILD = "UPDATE person_index SET key_version = 'keys-0'"
OLD_KEYS = "UPDATE person_index_change SET key_version = 'keys-0'"
OLD_LISTS = """
    UPDATE list_load SET evidence = evidence || '{"key_version": "keys-0"}'
     WHERE evidence ? 'key_version'
"""
NO_KEYS = """
    WITH added AS (DELETE FROM person_index_change), built AS (DELETE FROM person_index_number)
    DELETE FROM person_index
"""


async def shown(tracing: Tracing) -> tuple[object, object]:
    answer = await tracing.trace(a_debt())
    return answer["outcome"], answer["unable"]


@pytest.mark.parametrize("fault", [OLD_BUILD, OLD_KEYS, NO_KEYS])
async def test_keys_that_are_old_or_lost_certify_nothing_until_they_are_made_anew(
    loaded: Tracing, fault: str
) -> None:
    loaded.protect("NOT_PROTECTED")
    before = await shown(loaded)
    loaded.run.rows(fault)  # pyright: ignore[reportArgumentType]
    outcome, unable = await shown(loaded)
    assert outcome != before[0]
    assert {"ELECTORAL_REGISTER", "CREDIT_BUREAU_A"} <= set(unable)  # pyright: ignore[reportArgumentType]
    loaded.run.rows(OLD_LISTS)
    people = rebuild_index(loaded.url)
    assert people == loaded.run.rows("SELECT records FROM person_index")[0]["records"] > 0
    assert loaded.run.rows("SELECT count(*) AS n FROM person_index_change")[0]["n"] == 0
    assert await shown(loaded) == before
