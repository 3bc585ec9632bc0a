"""Which columns of a file of addresses hold what, by their headings or as `--map` says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ppit_match.reading import Table
from ppit_match.refusals import FileRefused
from ppit_matching import AddressText
from ppit_matching.text.word_lists import listed

# The surest first; headings count without signs and capitals.
KNOWN = {
    "address": "recordedaddress fulladdress address addressfull wholeaddress addressconcat "
    "singlelineaddress messyaddress typedaddress queryaddress rawaddress inputaddress "
    "propertyaddress siteaddress addressstring addresstext originaladdress",
    "postcode": "recordedpostcode postcode pcode postalcode propertypostcode pc",
    "uprn": "trueuprn sourceuprn truthuprn correctuprn expecteduprn goldenuprn labeluprn "
    "matcheduprn uprn truth",
    "group": "group kind category stratum type errortype noise level",
}
LINES = listed(
    "line addressline addr addressl flat subbuilding subbuildingname buildingname buildingnumber "
    "housenumber housename number street streetname thoroughfare locality village town posttown "
    "city county"
)
# Where one heading alone has the word somewhere ("client_postcode"), it is meant.
_TELLING = ("postcode", "uprn")
_NO_LINE = ("id", "key", "number")
ROLES = ("address", "line", "postcode", "uprn", "group")


@dataclass(frozen=True, slots=True)
class AddressColumns:
    """Headings: of the address in one or several columns, and of what else is there."""

    lines: tuple[str, ...]
    postcode: str | None
    uprn: str
    group: str | None

    def as_json(self) -> dict[str, object]:
        found = {"postcode": self.postcode, "uprn": self.uprn, "group": self.group}
        named: dict[str, object] = {role: heading for role, heading in found.items() if heading}
        return {"address": list(self.lines), **named}

    def typed(self, table: Table) -> list[AddressText]:
        """Return every address of the table as typed."""
        lines = [table.columns[heading] for heading in self.lines]
        postcodes = table.columns[self.postcode] if self.postcode else [None] * table.records
        return [
            AddressText(tuple(line for line in row if line), postcode)
            for row, postcode in zip(zip(*lines, strict=True), postcodes, strict=True)
        ]


def understood(headings: Sequence[str], said: Sequence[str]) -> AddressColumns:
    """Return what each column is taken for. Raises `FileRefused`, naming what is missing."""
    mapped = _said(headings, said)
    plain = {_plain(heading): heading for heading in reversed(headings)}
    guessed = {
        role: next((plain[name] for name in known.split() if name in plain), None)
        for role, known in KNOWN.items()
    }
    one = {role: _first(mapped, role) or guessed[role] for role in KNOWN}
    for role in _TELLING:
        one[role] = one[role] or _only([plain[name] for name in plain if role in name])
    uprn = one["uprn"]
    if uprn is None:
        msg = f"no column of true UPRNs among {', '.join(headings)}; say --map uprn=COLUMN"
        raise FileRefused(msg)
    lines = (*mapped.get("address", ()), *mapped.get("line", ()))
    taken = {one["postcode"], uprn, one["group"]}
    if not lines and one["address"]:
        lines = (one["address"],)
    lines = lines or tuple(name for name in headings if _is_line(name) and name not in taken)
    if not lines:
        msg = f"no column of addresses among {', '.join(headings)}; say --map address=COLUMN"
        raise FileRefused(msg)
    return AddressColumns(lines, one["postcode"], uprn, one["group"])


def _said(headings: Sequence[str], said: Sequence[str]) -> dict[str, list[str]]:
    mapped: dict[str, list[str]] = {}
    for pair in said:
        role, sign, heading = pair.partition("=")
        if not sign or role not in ROLES:
            msg = f"--map {pair!r} is not ROLE=COLUMN with one of {', '.join(ROLES)}"
            raise FileRefused(msg)
        if heading not in headings:
            msg = f"column {heading!r} is not in the file; its columns are {', '.join(headings)}"
            raise FileRefused(msg)
        mapped.setdefault(role, []).append(heading)
    return mapped


def _first(mapped: Mapping[str, Sequence[str]], role: str) -> str | None:
    return next(iter(mapped.get(role, ())), None)


def _only(headings: Sequence[str]) -> str | None:
    return headings[0] if len(headings) == 1 else None


def _is_line(heading: str) -> bool:
    plain = _plain(heading).rstrip("0123456789")
    named = "address" in plain and "mail" not in plain and not plain.endswith(_NO_LINE)
    return named or plain in LINES


def _plain(heading: str) -> str:
    return "".join(letter for letter in heading.lower() if letter.isalnum())
