"""`ppit-match names FILE`: how well bare names are matched on a file of labelled pairs."""

import json
from collections import defaultdict
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from ppit_match.name_columns import said_roles
from ppit_match.name_figures import counted
from ppit_match.name_file import LabelledPair, PairFile, read_pairs
from ppit_match.refusals import FileRefused
from ppit_matching.bare.match import match_names
from ppit_matching.names.agreement import THRESHOLD

REFUSED = 2


def names(
    file: Annotated[Path, typer.Argument(help="CSV or Parquet with two names and a label a row")],
    said: Annotated[
        list[str] | None,
        typer.Option("--map", help="ROLE=COLUMN; roles: one, other, label, kind, group"),
    ] = None,
) -> None:
    """Print as JSON how often names that are one are told from names that are not.

    The threshold is fixed beforehand; the labels are used to count only. Balanced accuracy is the
    mean of the shares of matching and of other pairs that were decided rightly.
    """
    try:
        pairs = read_pairs(file, said_roles(said or []))
    except FileRefused as refusal:
        typer.echo(f"ppit-match: {refusal}", err=True)
        raise typer.Exit(REFUSED) from None
    typer.echo(json.dumps(figures(pairs), indent=1, ensure_ascii=False))


def figures(file: PairFile) -> dict[str, object]:
    """Return the figures of all pairs and of each kind and group; seconds of matching alone."""
    began = perf_counter()
    decisions = [
        (match_names(pair.one, pair.other, pair.kind).agrees, pair.same) for pair in file.pairs
    ]
    seconds = perf_counter() - began
    groups: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for pair, decision in zip(file.pairs, decisions, strict=True):
        for group in _groups(pair):
            groups[group].append(decision)
    return {
        **counted(decisions).as_json(),
        "groups": {group: counted(found).as_json() for group, found in sorted(groups.items())},
        "threshold": THRESHOLD,
        "seconds": round(seconds, 3),
        "columns_understood": {role.value: heading for role, heading in file.columns.items()},
    }


def _groups(pair: LabelledPair) -> list[str]:
    return [said for said in (pair.said_kind, pair.group) if said.strip()]
