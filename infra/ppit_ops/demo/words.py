"""Puts answers into words that need no manual."""

from collections.abc import Mapping
from typing import cast

from ppit_ops.demo.figures import Answer
from ppit_ops.demo.narration import Line
from ppit_ops.partners import Reply
from ppit_synthetic import Sex, VisitCase

_OK = 200
_OFFICER = {Sex.FEMALE: "a woman", Sex.MALE: "a man"}
_RESULTS = {
    "MARKERS_HELD": ("Warning", "bold red"),
    "NO_KNOWN_MARKERS": ("Nothing known to us, which is no all-clear", "green"),
    "UNABLE_TO_SCREEN": ("Could not be screened, which is no all-clear", "bold yellow"),
}
_ADVICE = {
    "PROCEED": "green",
    "PROCEED_WITH_CONDITIONS": "green",
    "INCOMPLETE": "bold yellow",
}


def read_answer(body: Mapping[str, object]) -> Answer:
    """Read one screening; what is no screening has an empty result."""
    measures = cast("list[dict[str, object]]", body.get("control_measures") or [])
    basis = body.get("match_basis")
    return Answer(
        str(body.get("result") or ""),
        frozenset(str(measure["measure"]) for measure in measures),
        str(basis) if basis else None,
    )


def asked(case: VisitCase) -> list[Line]:
    """Say what the visit is, as it was typed."""
    where = case.uprn or ", ".join((*case.address_lines, case.postcode or "no postcode"))
    lines = [Line("going to", where)]
    lines += [
        Line("to see", f"{person.name}, born {person.date_of_birth or 'unknown'}")
        for person in case.people
    ]
    sexes = [_OFFICER[sex] for sex in case.attending.sexes]
    return [
        *lines,
        Line("attending", " and ".join(sexes) + (", alone" if case.attending.lone else "")),
    ]


def told(reply: Reply, *, in_full: bool = False) -> list[Line]:
    """Say what came back: a screening, in its own words if ``in_full``, or a refusal."""
    if reply.status != _OK and "result" not in reply.body:
        return [refused(reply)]
    title, style = _RESULTS[str(reply.body["result"])]
    measures = cast("list[dict[str, object]]", reply.body["control_measures"])
    reason = reply.body.get("unable_reason")
    because = f" ({plain(reason)})" if reason else ""
    words = f" {reply.body['words']}" if in_full else ""
    lines = [Line("answer", f"{title}{because}.{words}", style)]
    return lines + [Line("", f"- {measure['words']}", style) for measure in measures]


def refused(reply: Reply) -> Line:
    title = reply.body.get("title") or reply.body.get("error_description") or ""
    return Line("answer", f"Refused ({reply.status} {reply.code}). {title}", "bold magenta")


def items(body: Mapping[str, object], name: str = "items") -> list[Mapping[str, object]]:
    """Return the objects of a list in a body, none where there is no list."""
    return cast("list[Mapping[str, object]]", body.get(name) or [])


def plain(code: object) -> str:
    return str(code).replace("_", " ").lower()


def recommended(reply: Reply) -> list[Line]:
    """Say what is recommended of an application, or that it was refused."""
    if "recommendation" not in reply.body:
        return [refused(reply)]
    words = f"{plain(reply.body['recommendation'])}. {reply.body['recommendation_words']}"
    return [Line("advice", words, _ADVICE.get(str(reply.body["recommendation"]), "bold red"))]


def checked(reply: Reply, *results: str) -> list[Line]:
    """Say which checks had one of ``results``, each with its reasons and its source's date."""
    return [
        Line("", f"- {plain(check['check'])}, {plain(check['result'])}: {_because(check)}")
        for check in items(reply.body, "checks")
        if check["result"] in results
    ]


def _because(check: Mapping[str, object]) -> str:
    reasons = " ".join(str(reason["words"]) for reason in items(check, "reasons"))
    version = check.get("source_version")
    return f"{reasons} ({check['source']}{f', {version}' if version else ''})"
