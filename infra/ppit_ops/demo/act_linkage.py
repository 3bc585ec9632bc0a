"""Act: who is who on the register, held against the truth, and what waits for a human."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from ppit_ops.cast import PPIT, SENDERS
from ppit_ops.demo.act_victims import IMPORTS
from ppit_ops.demo.checks import Check, Figure, equal
from ppit_ops.demo.figures_victims import Linkage, RowKey, linkage
from ppit_ops.demo.narration import Line
from ppit_ops.demo.stage import Stage
from ppit_ops.demo.waiting import every_item
from ppit_ops.demo.words import items, plain, refused
from ppit_ops.partners import Desk, Reply
from ppit_platform.codes import PurposeCode
from ppit_synthetic.borough import VictimList

TITLE = "Who is who: links held against the truth, doubts put before a human"
_REVIEWS = "/victims/v1/reviews"
_PART = "linkage of victims"
_ANALYST = "an-003"


@dataclass(slots=True)
class _Placed:
    """Where each row stands, as its own partner may read it."""

    victims: dict[RowKey, tuple[str, ...]] = field(default_factory=dict[RowKey, tuple[str, ...]])
    waiting: set[RowKey] = field(default_factory=set[RowKey])
    rejected: set[RowKey] = field(default_factory=set[RowKey])
    reviews: dict[str, RowKey] = field(default_factory=dict[str, RowKey])


async def play(stage: Stage) -> list[Check]:
    """Read where every row stands, judge it, then let an analyst decide on what waits."""
    placed = _Placed()
    for name, import_id in stage.imports.items():
        await _read(stage, name, import_id, placed)
    rows = stage.borough.victim_rows
    found = linkage(rows, placed.victims, waiting=placed.waiting, rejected=placed.rejected)
    _tell(stage, found, placed)
    return [
        equal("nobody lost a row", found.lost, 0),
        *await _decide(stage, placed),
    ]


async def _read(stage: Stage, name: VictimList, import_id: str, placed: _Placed) -> None:
    sender = SENDERS[name]
    desk, path = stage.machine(sender.party, sender.purpose), f"{IMPORTS}/{import_id}"
    async for item in every_item(desk, f"{path}/rows", case="LIST/READ"):
        key = name, cast("int", item["row"])
        placed.victims[key] = tuple(cast("list[str]", item["victim_ids"]))
        placed.reviews |= dict.fromkeys(cast("list[str]", item["review_ids"]), key)
        if item["outcome"] == "WAITING":
            placed.waiting.add(key)
    async for item in every_item(desk, f"{path}/rejects", case="LIST/READ"):
        placed.rejected.add((name, cast("int", item["row"])))


def _tell(stage: Stage, found: Linkage, placed: _Placed) -> None:
    victims = {victim for ids in placed.victims.values() for victim in ids}
    truly = {person for row in stage.borough.victim_rows for person in row.person_ids}
    pairs = found.right + found.missed + found.waiting
    stage.narrator.say(
        f"{len(placed.victims) + len(placed.rejected)} rows about {len(truly)} people stand on"
        f" {len(victims)} victims. Of {pairs} pairs of rows that are of one person {found.right}"
        f" were linked, {found.waiting} wait for a human, {found.missed} were missed;"
        f" {found.wrong} pairs were linked wrongly."
    )
    stage.figures += [
        Figure(_PART, "precision", f"{found.precision:.4f}"),
        Figure(_PART, "recall by itself", f"{found.recall:.4f}"),
        Figure(_PART, "recall, all that waits decided rightly", f"{found.reachable:.4f}"),
        Figure(_PART, "pairs linked rightly", str(found.right)),
        Figure(_PART, "pairs linked wrongly", str(found.wrong)),
        Figure(_PART, "pairs waiting for a human", str(found.waiting)),
        Figure(_PART, "pairs missed", str(found.missed)),
    ]


async def _decide(stage: Stage, placed: _Placed) -> list[Check]:
    """Decide one review of each kind as somebody would who has rung the people up."""
    analyst = stage.desk(PPIT, _ANALYST, PurposeCode.VICTIM_REGISTER_MAINTENANCE)
    listed = await analyst.get(_REVIEWS, case="REVIEW/1")
    meant = _people_of_victims(stage, placed)
    stage.people.update(meant)
    decided: dict[str, Reply] = {}
    for review in items(listed.body):
        key = placed.reviews.get(str(review["review_id"]))
        if key is None:
            continue
        body = _decision(stage, review, key, meant)
        if body["decision"] not in decided:
            decided[body["decision"]] = await _told(stage, analyst, review, body)
    return [
        Check("what is in doubt waits for a human", bool(items(listed.body)), listed.code),
        *(
            equal(f"an analyst's {plain(kind)} stands", reply.body.get("decision"), kind)
            for kind, reply in decided.items()
        ),
    ]


def _people_of_victims(stage: Stage, placed: _Placed) -> dict[str, set[str]]:
    """Return the people whose rows stand on each victim: by the truth, which the demo knows."""
    meant: defaultdict[str, set[str]] = defaultdict(set)
    for row in stage.borough.victim_rows:
        for victim in placed.victims.get((row.victim_list, row.row), ()):
            meant[victim].update(row.person_ids)
    return meant


def _decision(
    stage: Stage, review: Mapping[str, object], key: RowKey, meant: Mapping[str, set[str]]
) -> dict[str, str]:
    people = next(
        set(row.person_ids)
        for row in stage.borough.victim_rows
        if (row.victim_list, row.row) == key
    )
    candidates = [str(one["victim_id"]) for one in items(review, "candidates")]
    right = [victim for victim in candidates if meant.get(victim) == people]
    return {"decision": "LINK", "victim_id": right[0]} if right else {"decision": "CREATE"}


async def _told(
    stage: Stage, analyst: Desk, review: Mapping[str, object], body: Mapping[str, str]
) -> Reply:
    path = f"{_REVIEWS}/{review['review_id']}/decision"
    reply = await analyst.post(path, body, case="REVIEW/1")
    candidates = items(review, "candidates")[:1]
    words = (
        plain(reply.body.get("decision")) if reply.body.get("decision") else refused(reply).words
    )
    stage.narrator.exchange(
        f"A row of the list of {review['agency']} waits: {plain(review['doubt'])}",
        [
            Line("reported", _person(cast("Mapping[str, object]", review["reported"]))),
            *(line for one in candidates for line in _candidate(one)),
            Line("decides", f"{analyst.user}, who has rung them up: {words}"),
        ],
    )
    return reply


def _candidate(candidate: Mapping[str, object]) -> list[Line]:
    known = candidate.get("person")
    person = _person(cast("Mapping[str, object]", known)) if known else "another district's"
    reasons = (
        cast("Sequence[str]", candidate[kind]) for kind in ("evidence_for", "evidence_against")
    )
    speaks_for, speaks_against = (", ".join(each) or "nothing" for each in reasons)
    return [
        Line("known", person),
        Line("for", speaks_for),
        Line("against", speaks_against),
    ]


def _person(person: Mapping[str, object]) -> str:
    address = cast("Mapping[str, object]", person["address"])
    lines = cast("Sequence[str]", address["lines"])
    born = person["date_of_birth"] or "unknown"
    return f"{person['name']}, born {born}, {', '.join((*lines, str(address['postcode'] or '')))}"
