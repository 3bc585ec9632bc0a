"""A partner's whole list: every row linked, created, waiting or rejected, and nothing twice."""

import asyncio
import json
from typing import cast

import pytest

from ppit_victims.domain.dossier import MOST_ENTRIES
from ppit_victims.jobs.imports import RunOfImport, run_import
from tests.support.victims import Victims
from tests.support.victims_told import (
    LANTERN_3,
    a_district,
    a_hub_row,
    a_list,
    a_person,
    a_report,
    an_address,
    an_analyst,
    strangers,
)

COUNTS = ("rows_in", "linked", "created", "waiting", "rejected")


def counts(run: dict[str, object]) -> dict[str, object]:
    return {name: run[name] for name in COUNTS}


def a_mixed_list() -> bytes:
    """Write one row of each outcome, once Edith is known."""
    return a_list(
        "TS_HUB",
        [
            a_hub_row(1),
            a_hub_row(2, Victim_Name="Mr Alan Ainsworth", DOB="07/06/1950"),
            a_hub_row(3, DOB="N/K"),
            a_hub_row(4, Victim_Name="unknown"),
        ],
    )


async def test_rows_in_are_linked_created_waiting_and_rejected(victims: Victims) -> None:
    await victims.report()
    run = await victims.imported("TS_HUB", a_mixed_list())
    assert run["state"] == "DONE"
    assert counts(run) == {"rows_in": 4, "linked": 1, "created": 1, "waiting": 1, "rejected": 1}


async def test_each_rejected_row_comes_back_with_its_reason(victims: Victims) -> None:
    run = await victims.imported("TS_HUB", a_mixed_list())
    (reject,) = await victims.items(f"/v1/imports/{run['import_id']}/rejects")
    assert (reject["row"], reject["line"]) == (4, 5)
    assert reject["reasons"] == [
        {"column": "Victim Name", "code": "NAME_MISSING", "detail": "nobody is named"}
    ]
    assert reject["cells"] == a_hub_row(4, Victim_Name="unknown") | {"Tel": ""}


async def test_rejects_and_rows_are_read_page_by_page(victims: Victims) -> None:
    rows = [a_hub_row(number, Victim_Name="") for number in range(1, 6)]
    run = await victims.imported("TS_HUB", a_list("TS_HUB", rows))
    path: str | None = f"/v1/imports/{run['import_id']}/rejects?limit=2"
    seen: list[object] = []
    while path:
        served = await victims.running.get(path)
        seen += [item["row"] for item in served.json["items"]]  # pyright: ignore[reportIndexIssue, reportUnknownVariableType, reportGeneralTypeIssues]
        link = served.headers.get("link")
        path = link.partition("<")[2].partition(">")[0] if link else None
    assert seen == [1, 2, 3, 4, 5]


async def test_a_dry_run_counts_the_same_and_changes_nothing(
    in_small_chunks: Victims,
) -> None:
    # Rows that meet each other across chunks must be counted as if the first had been written.
    rows = [*strangers(3), *strangers(3), a_hub_row(9, Victim_Name="")]
    for number, row in enumerate(rows):
        row["Ref"] = f"TSH{number}"
    content = a_list("TS_HUB", rows)
    tried = await in_small_chunks.imported("TS_HUB", content, dry_run=True)
    held = [in_small_chunks.count(table) for table in ("victim", "mention", "person_index_change")]
    assert held == [0, 0, 0]
    assert len(await in_small_chunks.items(f"/v1/imports/{tried['import_id']}/rejects")) == 1
    real = await in_small_chunks.imported("TS_HUB", content)
    assert counts(tried) == counts(real)
    assert counts(real) == {"rows_in": 7, "linked": 3, "created": 3, "waiting": 0, "rejected": 1}


async def test_the_same_file_again_makes_nobody_and_asks_nothing_again(victims: Victims) -> None:
    content = a_list("TS_HUB", [a_hub_row(1), a_hub_row(2, DOB="N/K"), *strangers(2)])
    first = await victims.imported("TS_HUB", content)
    again = await victims.imported("TS_HUB", content)
    assert counts(first) == {"rows_in": 4, "linked": 0, "created": 3, "waiting": 1, "rejected": 0}
    assert counts(again) == {"rows_in": 4, "linked": 3, "created": 0, "waiting": 1, "rejected": 0}
    assert (victims.count("victim"), victims.count("review")) == (3, 1)
    assert {row["crimes"] for row in victims.running.rows("SELECT crimes FROM victim_version")} == {
        1
    }, "a row sent twice is one crime"


async def test_without_a_log_nothing_is_taken(victims: Victims) -> None:
    await victims.send("TS_HUB", a_list("TS_HUB", strangers(3)))
    victims.running.gate.fails = True
    await victims.running.work.once()
    assert victims.count("source_record") == 0
    victims.running.gate.fails = False
    await victims.running.work_until_done()
    assert victims.count("source_record") == 3


@pytest.mark.parametrize("dry_run", [False, True])
async def test_a_job_that_dies_in_the_middle_ends_the_same_and_does_nothing_twice(
    in_small_chunks: Victims,
    *,
    dry_run: bool,
) -> None:
    rows = [*strangers(9), *strangers(3, first=6), a_hub_row(1, Victim_Name="N/K")]
    import_id = await in_small_chunks.send("TS_HUB", a_list("TS_HUB", rows), dry_run=dry_run)
    (run,) = in_small_chunks.running.rows("SELECT * FROM import_run")
    bench = in_small_chunks.running.work.bench
    dying = asyncio.create_task(
        run_import(bench, RunOfImport(run["import_id"], run["mandate_id"], run["job_id"]), chunk=2)
    )
    while in_small_chunks.running.rows("SELECT rows_in FROM import_run")[0]["rows_in"] < 4:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    dying.cancel()
    await asyncio.wait([dying])
    await in_small_chunks.running.work_until_done()
    found = await in_small_chunks.get(f"/v1/imports/{import_id}")
    assert found["state"] == "DONE"
    assert counts(found) == {"rows_in": 13, "linked": 3, "created": 9, "waiting": 0, "rejected": 1}
    assert in_small_chunks.count("victim") == (0 if dry_run else 9)
    assert in_small_chunks.count("source_record") == (0 if dry_run else 12)
    assert in_small_chunks.count("import_reject") == 1


async def test_an_agreement_that_ends_stops_the_import_at_the_next_chunk(
    victims: Victims,
) -> None:
    import_id = await victims.send("TS_HUB", a_list("TS_HUB", strangers(3)))
    victims.running.end_mandates("AGREEMENT_ENDED")
    await victims.running.work_until_done()
    run = await victims.get(f"/v1/imports/{import_id}")
    assert (run["state"], run["stop_code"], run["rows_in"]) == ("STOPPED", "AGREEMENT_ENDED", 0)
    assert victims.count("upload_part") == 0, "the file is kept no longer"


async def test_a_file_that_is_not_of_its_layout_is_refused_as_a_whole(victims: Victims) -> None:
    wrong = (
        b"Ref,Name\r\n1,Edith\r\n",
        b"PK\x03\x04 a workbook",
        a_list("TS_HUB", []),
    )
    runs = [await victims.imported("TS_HUB", content) for content in wrong]
    assert [run["state"] for run in runs] == ["REFUSED"] * 3
    first, second, third = (str(run["refused_reason"]) for run in runs)
    assert "2 columns where the layout has 9" in first
    assert "zip or an Excel workbook" in second
    assert "no rows" in third
    assert victims.count("upload_part") == 0


async def test_broken_rows_cost_themselves_alone(victims: Victims) -> None:
    good = a_list("TS_HUB", strangers(2), encoding="windows-1252")
    broken = b"TSH9,Mr A,B,C,D,E,F,G,H,one too many\r\nTSH10,Mr Torn,01/01/19"
    run = await victims.imported("TS_HUB", good + broken)
    assert counts(run) == {"rows_in": 4, "linked": 0, "created": 2, "waiting": 0, "rejected": 2}
    rejects = await victims.items(f"/v1/imports/{run['import_id']}/rejects")
    assert [reject["reasons"][0]["code"] for reject in rejects] == [  # pyright: ignore[reportIndexIssue]
        "COLUMN_TOO_MANY",
        "TORN_ROW",
    ]


async def test_our_own_layout_says_the_same_as_a_report(victims: Victims) -> None:
    line = json.dumps(a_report()).encode()
    other = json.dumps(a_report(person=a_person(name={"full": "Ida Brown"}))).encode()
    run = await victims.imported("CANONICAL", line + b"\n" + other + b"\n[1]\n")
    assert counts(run) == {"rows_in": 3, "linked": 0, "created": 2, "waiting": 0, "rejected": 1}
    told = victims.running.rows("SELECT told FROM source_record ORDER BY row_no LIMIT 1")[0]["told"]
    assert told["loss_pence"] == 480000
    assert told["scam_type"] == "DOORSTEP_ROGUE_TRADER"


async def test_a_couple_on_one_row_is_two_people(victims: Victims) -> None:
    row = a_hub_row(1, Victim_Name="Mr John Ainsworth & Mrs Edith Thackerberry")
    run = await victims.imported("TS_HUB", a_list("TS_HUB", [row]))
    assert counts(run) == {"rows_in": 1, "linked": 0, "created": 1, "waiting": 0, "rejected": 0}
    (placed,) = await victims.items(f"/v1/imports/{run['import_id']}/rows")
    assert len(frozenset(cast("list[str]", placed["victim_ids"]))) == 2


async def test_same_as_above_means_the_door_above_across_chunks(
    in_small_chunks: Victims,
) -> None:
    rows = [
        a_hub_row(1, Victim_Name="Mr Alan Ainsworth"),
        a_hub_row(2, Victim_Name="Mr Brian Butterworth", Address="3 Lantern Street, Ashford"),
        a_hub_row(3, Victim_Name="Mrs Edith Butterworth", Address="same as above", Post_Code=""),
    ]
    await in_small_chunks.imported("TS_HUB", a_list("TS_HUB", rows))
    found = in_small_chunks.running.rows(
        "SELECT uprn FROM mention WHERE name = 'Mrs Edith Butterworth'"
    )
    assert found == [{"uprn": LANTERN_3}]


async def test_an_import_is_its_own_organisations_alone(victims: Victims) -> None:
    run = await victims.imported("TS_HUB", a_mixed_list())
    served = await victims.by(a_district()).running.get(f"/v1/imports/{run['import_id']}")
    assert (served.status, served.json["code"]) == (404, "NOT_FOUND")


async def test_a_layout_in_the_other_kind_of_file_is_refused_at_the_door(victims: Victims) -> None:
    served = await victims.running.upload(
        "/v1/imports?profile=TS_HUB", b"{}\n", content_type="application/x-ndjson"
    )
    assert (served.status, served.json["code"]) == (422, "PROFILE_UNSUITABLE")


async def test_rows_are_shown_once_the_log_has_their_fact(victims: Victims) -> None:
    run = await victims.imported("TS_HUB", a_mixed_list())
    victims.running.rows("UPDATE audit_outbox SET logged_at = NULL WHERE job_id IS NOT NULL")
    assert await victims.items(f"/v1/imports/{run['import_id']}/rows") == []
    assert await victims.items(f"/v1/imports/{run['import_id']}/rejects") == []


async def test_a_deceased_note_closes_and_is_no_part_of_the_name(victims: Victims) -> None:
    await victims.report(address=an_address())
    row = a_hub_row(1, Victim_Name="Mrs Edith Thackerberry deceased 03/25", Date_Reported="")
    run = await victims.imported("TS_HUB", a_list("TS_HUB", [row]))
    assert run["linked"] == 1
    (found,) = victims.running.rows(
        "SELECT v.stage, v.closed_for, v.died_on, h.on_worklist FROM victim h"
        " JOIN victim_version v USING (victim_id, version)"
    )
    assert found == {
        "stage": "CLOSED",
        "closed_for": "DECEASED",
        "died_on": "2025-03",
        "on_worklist": False,
    }


async def test_a_crime_after_the_death_waits_for_a_human(victims: Victims) -> None:
    await victims.report(deceased=True)
    row = a_hub_row(1, Victim_Name="Mrs Edith Thackerberry deceased 03/25", Date_Reported="")
    await victims.imported("TS_HUB", a_list("TS_HUB", [row]))
    alive = await victims.by(an_analyst()).report(
        incident={"scam_type": "ROMANCE", "happened_on": "2025-09-01"}
    )
    assert alive["outcome"] == "UNDER_REVIEW"


async def test_what_matters_most_outlives_the_records_that_are_weighed(victims: Victims) -> None:
    await victims.report(safe_contact={"do_not_contact": ["TELEPHONE"], "note": "Her son answers."})
    rows = [a_hub_row(number) for number in range(MOST_ENTRIES + 10)]
    run = await victims.imported("TS_HUB", a_list("TS_HUB", rows))
    assert run["linked"] == len(rows)
    (visit,) = await victims.items("/v1/worklist")
    assert visit["safe_contact"] == {
        "do_not_contact": ["TELEPHONE"],
        "notes": ["Her son answers."],
    }
