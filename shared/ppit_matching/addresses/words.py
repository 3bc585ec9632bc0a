"""Words in addresses: street types and their short forms, what a flat is called, counties.

Written from general knowledge of addresses in the United Kingdom.
"""

from ppit_matching.text.word_lists import listed

STREET_TYPES = listed(
    "road street avenue lane close drive way court crescent gardens place terrace grove park hill "
    "mews walk rise square row green view parade path yard wharf quay esplanade promenade "
    "boulevard approach broadway circus croft dene end fields garth gate glade hollow meadow "
    "meadows mount orchard passage reach ridge side vale villas bank chase causeway common corner "
    "highway loan link leas alley arcade bypass crossing dell down downs heights field gardens "
    "wynd turn strand undercliff"
)
# Names ending so are rather a building's than a street's, when a street stands beside them.
BUILDING_TYPES = listed(
    "house court lodge cottage cottages mansions mansion tower towers point building buildings "
    "block hall farm farmhouse barn villa manor chambers apartments flats bungalow mill grange "
    "vicarage rectory heights view villas home oast park caravan estate works units centre hotel "
)
SHORT_FORMS = {
    "rd": "road", "av": "avenue", "ave": "avenue", "avn": "avenue", "ln": "lane", "la": "lane",
    "cl": "close", "clo": "close", "cls": "close", "dr": "drive", "drv": "drive", "wy": "way",
    "ct": "court", "crt": "court", "cres": "crescent", "cr": "crescent", "crs": "crescent",
    "gdn": "garden", "gdns": "gardens", "grdns": "gardens", "pl": "place", "plc": "place",
    "ter": "terrace", "terr": "terrace", "tce": "terrace", "gr": "grove", "grv": "grove",
    "pk": "park", "hl": "hill", "sq": "square", "grn": "green", "vw": "view", "pde": "parade",
    "blvd": "boulevard", "bldg": "building", "bldgs": "buildings", "hse": "house", "ho": "house",
    "cott": "cottage", "cotts": "cottages", "cot": "cottage", "mt": "mount", "nth": "north",
    "sth": "south", "upr": "upper", "lwr": "lower", "gt": "great", "lt": "little", "mws": "mews",
    "wlk": "walk", "est": "estate", "fm": "farm", "wks": "works", "rw": "row", "str": "street",
    "jct": "junction", "apts": "apartments", "stn": "station", "ch": "church", "sch": "school",
    "flr": "floor", "ind": "industrial", "ctr": "centre", "mans": "mansions", "hts": "heights",
    "esp": "esplanade", "prom": "promenade", "appr": "approach",
}  # fmt: skip
FLAT_WORDS = listed(
    "flat flt fl apartment apt appartment appt unit studio maisonette room rm bedsit suite "
    "plot caravan pitch berth"
)
# Where in a building a flat lies, when it has no number.
FLOORS = {
    "basement": "basement", "bsmt": "basement", "bst": "basement", "lower ground": "basement",
    "garden": "garden", "lgf": "basement", "lgff": "basement",
    "ground": "ground", "grd": "ground", "gnd": "ground", "gf": "ground", "gff": "ground",
    "first": "first", "1st": "first", "ff": "first", "fff": "first",
    "second": "second", "2nd": "second", "sf": "second", "sff": "second",
    "third": "third", "3rd": "third", "tff": "third", "fourth": "fourth", "4th": "fourth",
    "top": "top", "attic": "top", "upper": "upper", "lower": "lower", "rear": "rear",
    "front": "front", "annexe": "annexe", "annex": "annexe",
    "third floor": "third", "upper ground": "ground", "grnd": "ground", "fst": "first",
}  # fmt: skip
# What may be called either: a house of three floors has its top flat on the second.
SAME_FLOORS = frozenset(
    frozenset(pair)
    for pair in (
        ("basement", "garden"), ("basement", "lower"), ("ground", "garden"), ("ground", "lower"),
        ("first", "upper"), ("first", "top"), ("second", "top"), ("third", "top"),
        ("second", "upper"), ("upper", "top"), ("fourth", "top"),
    )
)  # fmt: skip
UNNAMED_FLAT = "flat"  # "Flat, 14 High Street": the only one, over a shop
SPELT_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12",
}  # fmt: skip
# They tell nothing apart here and half of all typists leave them out.
DROPPED = listed(
    "kent england uk gb britain kingdom united near nr opp opposite behind the no num number "
    "c/o co care"
)
