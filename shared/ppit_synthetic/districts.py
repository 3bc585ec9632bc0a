"""The twelve Kent districts with their real codes, real post towns, and postcodes nobody has.

A marker against a real door could hurt whoever lives behind it, so no generated address may exist.
Streets are invented (see ``streets``), UPRNs lie in a marked range (see ``places``), and each
postcode is made of a real postcode district of the town and a sector of it that Royal Mail has
given to nobody: the sectors below had not one unit, live or large-user, in the open list of British
postcodes (Code-Point Open) when this was written. So a postcode here has the right form, sits in
the right town, passes every format check, and finds no door. Only the two digits we chose are kept
here; nothing of the list is.
"""

from dataclasses import dataclass

from ppit_synthetic.records import District


@dataclass(frozen=True, slots=True)
class Town:
    """A post town within a district. ``sectors`` are whole postcode sectors without any unit."""

    name: str
    area_gss: str
    share: float
    sectors: tuple[str, ...]


# District code and name, thousands of people (rounded), then each town with its empty sectors.
_TABLE = """
E07000105|Ashford|133|Ashford:TN23 0,TN23 2,TN24 1,TN24 2;Tenterden:TN30 0,TN30 1
E07000106|Canterbury|157|Canterbury:CT1 0,CT1 4,CT2 1,CT2 2;Whitstable:CT5 0,CT5 5;Herne Bay:CT6 0
E07000107|Dartford|117|Dartford:DA1 0,DA1 6,DA2 0,DA2 1;Greenhithe:DA9 0,DA9 1
E07000108|Dover|116|Dover:CT16 0,CT16 4,CT17 1;Deal:CT14 1,CT14 2;Sandwich:CT13 1,CT13 2
E07000109|Gravesham|107|Gravesend:DA11 1,DA11 2,DA12 0,DA12 6
E07000110|Maidstone|176|Maidstone:ME14 0,ME14 6,ME15 1,ME15 2,ME16 1,ME16 2
E07000111|Sevenoaks|121|Sevenoaks:TN13 0,TN13 4,TN14 0;Edenbridge:TN8 0;Westerham:TN16 0
E07000112|Folkestone & Hythe|110|Folkestone:CT19 0,CT19 1,CT20 0;Hythe:CT21 0;New Romney:TN28 0
E07000113|Swale|152|Sittingbourne:ME10 0,ME10 6;Faversham:ME13 1,ME13 2;Sheerness:ME12 0,ME12 5
E07000114|Thanet|141|Margate:CT9 0,CT9 6;Ramsgate:CT11 2,CT12 0;Broadstairs:CT10 0,CT10 4
E07000115|Tonbridge & Malling|132|Tonbridge:TN9 0,TN10 0;West Malling:ME19 0;Snodland:ME6 0
E07000116|Tunbridge Wells|115|Tunbridge Wells:TN1 0,TN2 0,TN4 1;Cranbrook:TN17 0,TN17 5
"""


def _towns() -> tuple[Town, ...]:
    towns: list[Town] = []
    for row in _TABLE.split("\n")[1:-1]:
        code, _, thousands, places = row.split("|")
        parts = [place.split(":") for place in places.split(";")]
        doors = sum(len(sectors.split(",")) for _, sectors in parts)
        for name, listed in parts:
            sectors = tuple(listed.split(","))
            towns.append(Town(name, code, float(thousands) * len(sectors) / doors, sectors))
    return tuple(towns)


TOWNS = _towns()
DISTRICTS = tuple(
    District(code, name, tuple(town.name for town in TOWNS if town.area_gss == code))
    for code, name in (row.split("|")[:2] for row in _TABLE.split("\n")[1:-1])
)
