"""`ppit-match addresses FILE --gazetteer FILE`: how well addresses are resolved to their doors."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from ppit_match.address_columns import understood
from ppit_match.reading import Table, read_table
from ppit_match.refusals import FileRefused
from ppit_matching import Address, Resolution, ResolutionStatus
from ppit_matching.addresses.gazetteer import Gazetteer
from ppit_matching.addresses.layouts import LayoutUnknown, layout_of

REFUSED = 2


@dataclass(slots=True)
class Counts:
    """What became of the addresses of one group. `listed`: ambiguous, the truth among them."""

    records: int = 0
    resolved: int = 0
    right: int = 0
    ambiguous: int = 0
    listed: int = 0
    not_found: int = 0

    def add(self, answer: Resolution, truth: str) -> None:
        self.records += 1
        if answer.status is ResolutionStatus.RESOLVED:
            self.resolved += 1
            self.right += answer.uprn == truth
        elif answer.status is ResolutionStatus.AMBIGUOUS:
            self.ambiguous += 1
            self.listed += truth in answer.candidates
        else:
            self.not_found += 1

    def as_json(self) -> dict[str, object]:
        """Give shares from 0 to 1, None where nothing was counted: recall is of all records."""
        precision, recall = _share(self.right, self.resolved), _share(self.right, self.records)
        return {
            "records": self.records,
            "resolved": self.resolved,
            "precision": precision,
            "recall": recall,
            "f1": _share(2 * self.right, self.resolved + self.records),
            "ambiguous": self.ambiguous,
            "ambiguous_holds_truth": _share(self.listed, self.ambiguous),
            "not_found": self.not_found,
        }


def addresses(
    file: Annotated[Path, typer.Argument(help="CSV or Parquet: addresses and their true UPRNs")],
    gazetteer: Annotated[Path, typer.Option(help="CSV or Parquet: AddressBase-like, or lines")],
    said: Annotated[
        list[str] | None,
        typer.Option("--map", help="ROLE=COLUMN; roles: address, line, postcode, uprn, group"),
    ] = None,
) -> None:
    """Print as JSON how many addresses were resolved, and how many of them to the right door.

    Two equally good doors, or a building without its flat, are ambiguous and never guessed; the
    true UPRNs are used to count only. Seconds are of resolving, without reading the files.
    """
    try:
        answer = figures(read_table(file), read_table(gazetteer), said or [])
    except FileRefused as refusal:
        typer.echo(f"ppit-match: {refusal}", err=True)
        raise typer.Exit(REFUSED) from None
    typer.echo(json.dumps(answer, indent=1, ensure_ascii=False))


def figures(table: Table, gazetteer: Table, said: list[str]) -> dict[str, object]:
    """Return the figures of all records and of each group. Raises `FileRefused`."""
    columns = understood(list(table.columns), said)
    began = perf_counter()
    left_out: dict[str, int] = {}
    doors = Gazetteer(_doors(gazetteer, left_out))
    loaded = perf_counter()
    answers = doors.resolve_all(columns.typed(table))
    seconds = perf_counter() - loaded
    everything, groups = Counts(), dict[str, Counts]()
    truths = table.columns[columns.uprn]
    names = table.columns[columns.group] if columns.group else [None] * table.records
    for answer, truth, name in zip(answers, truths, names, strict=True):
        everything.add(answer, _plain_uprn(truth))
        groups.setdefault(name or "", Counts()).add(answer, _plain_uprn(truth))
    by_group = {name: counts.as_json() for name, counts in sorted(groups.items())}
    return {
        **everything.as_json(),
        **({"by_group": by_group} if columns.group else {}),
        "seconds": round(seconds, 3),
        "per_second": round(table.records / seconds) if seconds else None,
        "gazetteer": {
            "doors": len(doors),
            "seconds": round(loaded - began, 3),
            "left_out": left_out,
        },
        "columns_understood": columns.as_json(),
        "notes": [*table.notes, *gazetteer.notes],
    }


def _doors(table: Table, left_out: dict[str, int]) -> Iterator[tuple[str, Address]]:
    """Give every door that can be read; count the others by what is wrong with them."""
    try:
        layout = layout_of(list(table.columns))
    except LayoutUnknown as unknown:
        msg = f"the gazetteer has {unknown}; its columns are {', '.join(table.columns)}"
        raise FileRefused(msg) from None
    seen: set[str] = set()
    for cells in zip(*table.columns.values(), strict=True):
        row = layout.read([cell or "" for cell in cells])
        uprn = _plain_uprn(row.uprn)
        wrong = _wrong(uprn, row.address, seen)
        if wrong:
            left_out[wrong] = left_out.get(wrong, 0) + 1
        else:
            seen.add(uprn)
            yield uprn, row.address


def _wrong(uprn: str, address: Address, seen: set[str]) -> str | None:
    if not uprn:
        return "without UPRN"
    if not (address.has_door or address.street):
        return "without house and street"
    return "UPRN twice" if uprn in seen else None


def _plain_uprn(text: str | None) -> str:
    """Return a UPRN as it is compared: twelve digits with leading zeros are the bare number."""
    return (text or "").strip().removesuffix(".0").lstrip("0")


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
