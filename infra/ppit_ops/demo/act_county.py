"""Act: every visit of the county, held against the truth."""

from collections.abc import Iterator, Sequence
from typing import cast

from ppit_ops.cast import party_of_audience
from ppit_ops.demo import bodies
from ppit_ops.demo.checks import Check, Figure
from ppit_ops.demo.figures import Answer, Figures, Verdict, figures
from ppit_ops.demo.stage import Stage
from ppit_ops.demo.words import read_answer
from ppit_ops.partners import BATCH
from ppit_synthetic import Kent, VisitCase

TITLE = "Every visit of the county, held against the truth"
_LIST = 200


async def play(stage: Stage) -> list[Check]:
    """Screen all visits twice: typed with everyday mistakes, and with mistakes never tuned on."""
    checks: list[Check] = []
    for kent in (stage.kent, stage.other):
        with stage.narrator.console.status(f"{len(kent.visits)} visits"):
            found = figures(kent, await _screened(stage, kent))
        _tell(stage, kent, found)
        checks += _claims(kent, found)
    return checks


async def _screened(stage: Stage, kent: Kent) -> list[Answer]:
    """Screen a Kent's visits in lists of up to 200, each list as its own party."""
    answers: dict[str, Answer] = {}
    for cases in _lists(kent):
        desk = stage.desk(party_of_audience(cases[0].audience))
        visits = [bodies.visit(case, kent.as_of) for case in cases]
        reply = await desk.post(BATCH, {"visits": visits}, case="ROUND/1")
        items = cast("list[dict[str, object]]", reply.body.get("items") or [{}] * len(cases))
        pairs = zip(cases, items, strict=True)
        answers |= {case.case_id: read_answer(item) for case, item in pairs}
    return [answers[case.case_id] for case in kent.visits]


def _lists(kent: Kent) -> Iterator[Sequence[VisitCase]]:
    by_audience: dict[str, list[VisitCase]] = {}
    for case in kent.visits:
        by_audience.setdefault(case.audience, []).append(case)
    for cases in by_audience.values():
        for start in range(0, len(cases), _LIST):
            yield cases[start : start + _LIST]


def _tell(stage: Stage, kent: Kent, found: Figures) -> None:
    part = f"screening, mistakes {kent.noise.value}"
    stage.figures.append(Figure(part, "visits", str(found.visits)))
    stage.figures += [Figure(part, _words(one), str(found.total(one))) for one in Verdict]
    told = ", ".join(f"{found.total(verdict)} {_words(verdict)}" for verdict in Verdict)
    stage.narrator.say(f"Mistakes of the model {kent.noise.value}, {found.visits} visits: {told}.")
    for case, verdict in found.worst:
        stage.narrator.say(f"[bold red]{verdict.value} {case.case_id} {case.kind.value}")


def _claims(kent: Kent, found: Figures) -> list[Check]:
    model = kent.noise.value
    missed, wrong = found.total(Verdict.MISSED), found.total(Verdict.WRONGLY_CONFIRMED)
    answered = found.visits - found.unanswered
    return [
        Check(f"{model}: nobody at risk was missed", missed == 0, f"{missed} missed"),
        Check(f"{model}: nobody was taken for somebody else", wrong == 0, f"{wrong} wrongly"),
        Check(
            f"{model}: all {found.visits} visits were answered",
            answered == len(kent.visits),
            f"{answered} were",
        ),
    ]


def _words(verdict: Verdict) -> str:
    return verdict.value.replace("_", " ").lower()
