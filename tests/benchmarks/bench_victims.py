"""How well five partners' lists are linked, held against the truth, and what a row costs.

Seeds 1 to 6 were tuned on, 11 and 12 were not; nothing was tuned on the held-out error model.
"""

import asyncio
import tempfile
import tracemalloc
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter, process_time
from typing import cast
from uuid import UUID

from ppit_ops.demo.figures_victims import Linkage, RowKey, linkage
from ppit_synthetic import Noise
from ppit_synthetic.borough import Borough, VictimList, VictimRow, make_borough
from ppit_synthetic.export import write_gazetteer_csv
from tests.benchmarks.kept import keep
from tests.support.postgres import Cluster, running_cluster
from tests.support.victims import Victims, open_victims
from tests.support.victims_told import a_hub_row, a_list, an_analyst

PEOPLE = 8_000
SEEDS = (1, 2, 3, 4, 5, 6, 11, 12)
MOST_MS_A_ROW = 4.0
_LONG_CELL = 30_000
_OTHER_CELLS = 300
PROFILES = {
    VictimList.TRADING_STANDARDS_HUB: "TS_HUB",
    VictimList.POLICE: "POLICE",
    VictimList.BANK_PROTOCOL: "BANK_PROTOCOL",
    VictimList.NATIONAL_HUB: "NATIONAL_HUB",
    VictimList.CHARITY: "CHARITY",
}
LISTS = {profile: victim_list for victim_list, profile in PROFILES.items()}
_PLACED = """
    SELECT r.source, r.row_no, m.mention_id, m.member, m.person, l.victim_id, w.review_id,
           d.review_id IS NOT NULL AS decided, w.candidates
      FROM source_record r JOIN mention m USING (record_id)
      LEFT JOIN current_link l USING (mention_id)
      LEFT JOIN review w ON w.mention_id = coalesce(m.same_as, m.mention_id)
      LEFT JOIN review_decision d USING (review_id)
     ORDER BY r.source, r.row_no, m.member
"""


def bench_links_between_five_lists() -> None:
    with running_cluster() as cluster:
        runs = [asyncio.run(_one(cluster, seed, noise)) for seed in SEEDS for noise in Noise]
    keep("victims", {"people": PEOPLE, "runs": runs})
    assert [run["wrong"] for run in runs] == [0] * len(runs), "a waiting review beats a wrong link"
    assert [run["lost"] for run in runs] == [0] * len(runs)
    fastest = min(cast("float", run["ms_a_row"]) for run in runs)
    assert fastest < MOST_MS_A_ROW


async def _one(cluster: Cluster, seed: int, noise: Noise) -> Mapping[str, object]:
    borough = make_borough(seed, PEOPLE, noise)
    database = cluster.migrated("ppit_victims")
    with tempfile.TemporaryDirectory() as folder:
        gazetteer = Path(folder, "borough.csv")
        write_gazetteer_csv(borough.kent, gazetteer)
        doors = _doors(gazetteer)
        areas = frozenset(door.rsplit(",", 2)[1] for door in doors)
        async with open_victims(database, Path(folder), doors=doors) as opened:
            victims = opened.by(an_analyst(areas=areas))
            began, worked = perf_counter(), process_time()
            for sheet, victim_list in zip(borough.victim_sheets, VictimList, strict=True):
                await victims.imported(PROFILES[victim_list], sheet.to_bytes())
            took, cpu = perf_counter() - began, process_time() - worked
            found = _judged(borough, victims)
            reviews = victims.count("review")
            await _decide_by_truth(borough, victims)
            decided = _judged(borough, victims)
    cluster.drop(database)
    rows = len(borough.victim_rows)
    figures = {
        "seed": seed,
        "noise": noise.value,
        "rows": rows,
        "precision": round(found.precision, 4),
        "recall": round(found.recall, 4),
        "wrong": found.wrong,
        "missed": found.missed,
        "waiting": found.waiting,
        "lost": found.lost,
        "reviews_per_1000_rows": round(1000 * reviews / rows),
        "precision_after_review": round(decided.precision, 4),
        "recall_after_review": round(decided.recall, 4),
        "ms_a_row": round(1000 * took / rows, 2),
        "cpu_ms_a_row_without_postgresql": round(1000 * cpu / rows, 2),
    }
    print(figures)  # noqa: T201
    return figures


def _doors(gazetteer: Path) -> list[str]:
    return gazetteer.read_text().splitlines()[1:]


def _judged(borough: Borough, victims: Victims) -> Linkage:
    placed: defaultdict[RowKey, set[str]] = defaultdict(set)
    waiting: set[RowKey] = set()
    for row in victims.running.rows(_PLACED):
        key = (LISTS[row["source"]], row["row_no"])
        if row["victim_id"] is not None:
            placed[key].add(str(row["victim_id"]))
        elif not row["decided"]:
            waiting.add(key)
    rejected = {
        (LISTS[row["profile"]], row["row_no"])
        for row in victims.running.rows(
            "SELECT profile, row_no FROM import_reject JOIN import_run USING (import_id)"
        )
    }
    return linkage(borough.victim_rows, placed, waiting=waiting, rejected=rejected)


async def _decide_by_truth(borough: Borough, victims: Victims) -> None:
    """Decide as a reviewer would who knew everybody, the oldest review first."""
    truth = {(row.victim_list, row.row): row for row in borough.victim_rows}
    given = {one.person_id: one.name.given[0] for one in borough.kent.people}
    owner: defaultdict[UUID, set[str]] = defaultdict(set)
    rows = victims.running.rows(_PLACED)
    meant = {
        row["mention_id"]: _meant(truth[LISTS[row["source"]], row["row_no"]], row, given)
        for row in rows
    }
    for row in rows:
        if row["victim_id"] is not None:
            owner[row["victim_id"]].add(meant[row["mention_id"]])
    for row in rows:
        if row["victim_id"] is None and row["review_id"] == row["mention_id"]:
            who = meant[row["mention_id"]]
            known = [one for one, people in owner.items() if who in people]
            body = (
                {"decision": "LINK", "victim_id": str(known[0])}
                if known
                else {"decision": "CREATE"}
            )
            answer = await victims.ask(f"/v1/reviews/{row['review_id']}/decision", body)
            owner[UUID(str(answer["victim_id"]))].add(who)


def _meant(row: VictimRow, mention: Mapping[str, object], given: Mapping[str, str]) -> str:
    """Return whom one half of a couple's row is: by the first letter, if that tells them apart."""
    if len(row.person_ids) == 1:
        return row.person_ids[0]
    names = cast("Mapping[str, list[str]]", mention["person"]).get("given", [])
    fitting = [one for one in row.person_ids if names and given[one][0].lower() == names[0][0]]
    return fitting[0] if len(fitting) == 1 else row.person_ids[cast("int", mention["member"])]


def bench_a_file_of_64_mib_takes_no_more_memory_than_one_of_8() -> None:
    with running_cluster() as cluster:
        peaks = [asyncio.run(_peak_of(cluster, mebibytes)) for mebibytes in (8, 64)]
    keep("victims-memory", {"peak_mib_of_8_mib": peaks[0], "peak_mib_of_64_mib": peaks[1]})
    assert peaks[1] < peaks[0] * 1.2


async def _peak_of(cluster: Cluster, mebibytes: int) -> float:
    """Return the most memory that the job of one large file held at a time, in MiB."""
    row = a_hub_row(1, Scam_Type="x" * _LONG_CELL)
    # Numbered rows are a little longer than this one, and the file has a line of headings.
    rows = mebibytes * 1024 * 1024 // (_LONG_CELL + _OTHER_CELLS)
    content = a_list("TS_HUB", [{**row, "Ref": f"TSH{number}"} for number in range(rows)])
    database = cluster.migrated("ppit_victims")
    with tempfile.TemporaryDirectory() as folder:
        async with open_victims(database, Path(folder)) as victims:
            import_id = await victims.send("TS_HUB", content)
            del content
            tracemalloc.start()
            await victims.running.work_until_done()
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            run = await victims.get(f"/v1/imports/{import_id}")
    cluster.drop(database)
    assert (run["state"], run["rows_in"]) == ("DONE", rows)
    return round(peak / 1024 / 1024, 1)
