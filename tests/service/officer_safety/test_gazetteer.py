"""The copy of the gazetteer is replaced whole or not at all."""

from pathlib import Path

import psycopg
import pytest

from ppit_ops.provision import plain
from ppit_platform.gazetteer.reading import GazetteerRefused
from tests.support.officer_safety import Caution, Safety, load, write_gazetteer
from tests.support.officer_safety_visits import (
    ASHFORD,
    DOORS,
    FLAT_1,
    HEADER,
    LANTERN_1,
    LANTERN_3,
    a_visit,
    outcome,
)

NEW_DOOR = "999000000099"


async def test_a_new_gazetteer_replaces_the_old_one(safety: Safety, tmp_path: Path) -> None:
    new = f"{NEW_DOOR},7 Lantern Street,,,Ashford,TN23 9ZZ,{ASHFORD},"
    assert load(safety.settings, write_gazetteer(tmp_path, (*DOORS, new))) == len(DOORS) + 1
    assert outcome(await safety.screen(a_visit(uprn=NEW_DOOR))) == ("NO_KNOWN_MARKERS", None)
    with psycopg.connect(plain(safety.database.owner_url)) as owner:
        held = owner.execute("SELECT count(DISTINCT generation) FROM gazetteer_key").fetchone()
    assert held == (1,)


@pytest.mark.parametrize(
    ("why", "content"),
    [
        ("torn", "\n".join((HEADER, *DOORS))),
        ("fields", "\n".join((HEADER, *DOORS, "999000000098,2 Lantern", ""))),
        ("first line", "\n".join(("uprn,address", *DOORS, ""))),
        ("doors", "\n".join((HEADER, *DOORS[:4], ""))),
        ("doors", HEADER + "\n"),
        ("twice", "\n".join((HEADER, *DOORS, DOORS[0], ""))),
        ("building", "\n".join((HEADER, *DOORS[:2], *DOORS[3:], DOORS[0].replace("1,", "7,"), ""))),
        ("no UPRN", "\n".join((HEADER, *DOORS, f"x,2 Lantern,,,Ashford,TN23 9ZZ,{ASHFORD},", ""))),
        ("no UPRN", "\n".join((HEADER, *DOORS, f"000,2 Lantern,,,A,TN23 9ZZ,{ASHFORD},", ""))),
        ("parent", "\n".join((HEADER, *DOORS, f"98,2 Lantern,,,A,TN23 9ZZ,{ASHFORD},098", ""))),
        (
            "CSV",
            "\n".join((HEADER, *DOORS, '999000000098,"2" Lantern,,,A,TN23 9ZZ,E07000105,', "")),
        ),
    ],
)
async def test_a_file_that_is_torn_or_wrong_is_refused_and_the_last_good_copy_kept(
    safety: Safety, tmp_path: Path, why: str, content: str
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(content)
    with pytest.raises(GazetteerRefused, match=why):
        load(safety.settings, file)
    assert outcome(await safety.screen(a_visit(uprn=FLAT_1))) == ("NO_KNOWN_MARKERS", None)


async def test_a_file_without_a_marked_address_is_refused(safety: Safety, tmp_path: Path) -> None:
    await safety.hold(Caution(uprn=LANTERN_1))
    other = f"{NEW_DOOR},7 Lantern Street,,,Ashford,TN23 9ZZ,{ASHFORD},"
    with pytest.raises(GazetteerRefused, match="live markers"):
        load(safety.settings, write_gazetteer(tmp_path, (*DOORS[1:], other)))
    assert outcome(await safety.screen(a_visit(uprn=LANTERN_3))) == ("NO_KNOWN_MARKERS", None)
