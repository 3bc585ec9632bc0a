"""Act: a district tells of victims, then the partners send their lists."""

import csv
import io
from collections.abc import Mapping

from ppit_ops.cast import DISTRICT_PARTIES, SENDERS, Party, Sender
from ppit_ops.demo import bodies_victims
from ppit_ops.demo.checks import Check, equal
from ppit_ops.demo.district_list import as_json_lines, busiest_district, unheard_of
from ppit_ops.demo.narration import Line
from ppit_ops.demo.stage import Stage
from ppit_ops.demo.waiting import ended, every_item
from ppit_ops.demo.words import items, plain, refused
from ppit_ops.partners import Desk, Reply
from ppit_platform.codes import PurposeCode
from ppit_synthetic.borough import Scam, Sheet, VictimList

TITLE = "Partners tell of the victims of scams"
REPORTS = "/victims/v1/reports"
IMPORTS = "/victims/v1/imports"
_COUNTS = ("linked", "created", "waiting", "rejected")


async def play(stage: Stage) -> list[Check]:
    """Let a district report one victim and send its list, then import five partners' lists."""
    area = busiest_district(stage.truth, stage.borough)
    district = next(party for party in DISTRICT_PARTIES if area in party.areas)
    scams = unheard_of(stage.truth, stage.borough, area)
    return [
        *await _report(stage, district, scams[0]),
        *await _own_list(stage, district, scams),
        *await _lists(stage),
    ]


async def _report(stage: Stage, district: Party, scam: Scam) -> list[Check]:
    desk = stage.desk(district, purpose=PurposeCode.VICTIM_SAFEGUARD)
    body = bodies_victims.report(stage.truth, scam, scam.scam_id)
    first = await desk.post(REPORTS, body, case="VICTIM/1")
    person = stage.truth.residents[scam.person_ids[0]]
    stage.narrator.exchange(
        f"{district.name} reports a victim",
        [
            Line("victim", f"{person.name.full}, born {person.born:%d %B %Y}"),
            Line("crime", f"{plain(scam.scam_type)}, £{scam.loss_pence // 100}"),
            *_taken(first),
        ],
    )
    return [equal("somebody nobody knew is new", first.body.get("outcome"), "CREATED")]


async def _own_list(stage: Stage, district: Party, scams: list[Scam]) -> list[Check]:
    """Send the district's list, first to see what would come of it."""
    desk = stage.desk(district, purpose=PurposeCode.VICTIM_REGISTER_MAINTENANCE)
    file = stage.house.folder.root / "county" / "victims_district.jsonl"
    file.write_bytes(as_json_lines(stage.truth, scams))
    path = f"{IMPORTS}?profile=CANONICAL"
    tried = await _imported(desk, await desk.send_json_lines(f"{path}&dry_run=true", file))
    done = await _imported(desk, await desk.send_json_lines(path, file))
    rejects = f"{IMPORTS}/{done.body.get('import_id')}/rejects"
    rejected = [item async for item in every_item(desk, rejects, case="LIST/READ")]
    spreadsheet = list(csv.reader(io.StringIO(await desk.get_csv(rejects), newline="")))
    stage.narrator.exchange(
        "It sends its whole list, first to see what would come of it",
        [
            Line("dry run", _counted(tried)),
            Line("for real", _counted(done)),
            *(Line("rejected", _reason(item)) for item in rejected),
        ],
    )
    return [
        equal("a dry run tells what the import does", _counted(tried), _counted(done)),
        equal("who was reported before is recognised in the list", done.body.get("linked"), 1),
        equal("each row that cannot be taken comes back with a reason", len(rejected), 2),
        equal("as a spreadsheet too, under its heads", len(spreadsheet), 1 + len(rejected)),
    ]


async def _lists(stage: Stage) -> list[Check]:
    """Import the five lists, each sent by its own partner's machine."""
    rows: list[tuple[str, ...]] = []
    odd: list[str] = []
    for name, sheet in zip(VictimList, stage.borough.victim_sheets, strict=True):
        sender = SENDERS[name]
        with stage.narrator.console.status(f"{sender.party.name}: {len(sheet.rows)} rows"):
            done = await _sent(stage, sheet, sender)
        stage.imports[name] = str(done.body.get("import_id"))
        rows.append((sender.party.name, sheet.encoding, str(len(sheet.rows)), *_numbers(done)))
        if sum(map(int, _numbers(done))) != len(sheet.rows):
            odd.append(f"{sender.party.name}: {_counted(done)}")
    heads = ("list of", "written in", "rows", *_COUNTS)
    stage.narrator.table("Five lists in five layouts", heads, rows)
    claim = "every row of every list is linked, created, waiting or rejected"
    return [Check(claim, not odd, "; ".join(odd))]


async def _sent(stage: Stage, sheet: Sheet, sender: Sender) -> Reply:
    desk = stage.machine(sender.party, sender.purpose)
    file = stage.house.folder.root / "county" / sheet.file_name
    sent = await desk.send_csv(f"{IMPORTS}?profile={sender.profile}", file)
    return await _imported(desk, sent)


async def _imported(desk: Desk, sent: Reply) -> Reply:
    """Follow an import to its end; a file that was refused is returned as it was answered."""
    import_id = sent.body.get("import_id")
    return await ended(desk, f"{IMPORTS}/{import_id}", case="LIST/READ") if import_id else sent


def _reason(item: Mapping[str, object]) -> str:
    reasons = "; ".join(f"{plain(one['code'])}, {one['detail']}" for one in items(item, "reasons"))
    return f"line {item['line']}: {reasons}"


def _counted(reply: Reply) -> str:
    """Say how an import ended, or that it was refused."""
    if "state" not in reply.body:
        return refused(reply).words
    counts = zip(_COUNTS, _numbers(reply), strict=True)
    return f"{plain(reply.body['state'])}: {', '.join(f'{n} {what}' for what, n in counts)}"


def _numbers(reply: Reply) -> list[str]:
    return [str(reply.body.get(count, 0)) for count in _COUNTS]


def _taken(reply: Reply) -> list[Line]:
    """Say what came of a report, what is safe first."""
    if "outcome" not in reply.body:
        return [refused(reply)]
    helping = reply.body.get("already_helping")
    agencies = ", ".join(str(one["agency"]) for one in items(reply.body, "already_helping"))
    return [
        Line("outcome", plain(reply.body["outcome"])),
        Line("helping", agencies or ("nobody yet" if helping is not None else "nobody can say")),
    ]
