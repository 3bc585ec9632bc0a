"""The model before anything was learnt: each figure set from the reasoning beside it.

None was fitted to data (the development seeds of the synthetic county only led to stricter rules
in `certainty`). Training starts from it and falls back on it where a list is too small to learn
from.
"""

from ppit_matching.names.rarity import WRITTEN_SHARES
from ppit_matching.scoring.levels import DateLevel, NameLevel, OtherLevel, PlaceLevel
from ppit_matching.scoring.model import Model, Weights

# Nobody in particular: one of the million adults of the county.
PRIOR_BITS = -20.0
STRANGERS = Weights(
    given={
        NameLevel.MISSING: 0.0,
        NameLevel.EQUAL: -0.4,  # m .75, u the name's share
        NameLevel.FORM: -2.0,  # m .06; a name has some four forms in use
        NameLevel.FORMER: -2.0,
        NameLevel.TYPO: -2.0,  # m .05; few names lie one edit away
        NameLevel.SOUND: -2.5,
        NameLevel.PART: -2.5,
        NameLevel.INITIAL: 3.8,  # u .07: about fourteen initials in effect
        NameLevel.ELSEWHERE: 2.0,  # m .04, u .01: common names are common middle names
        NameLevel.SWAPPED: 0.0,  # counted with the family name
        NameLevel.CLOSE: 0.0,  # m .02, u .02
        NameLevel.DIFFERENT: -5.0,  # m .03 (called otherwise, or plain wrong), u .95
    },
    family={
        NameLevel.MISSING: 0.0,
        NameLevel.EQUAL: -0.2,  # m .85, u the name's share
        NameLevel.FORM: -2.0,
        NameLevel.FORMER: -1.0,
        NameLevel.TYPO: -2.0,
        NameLevel.SOUND: -2.0,
        NameLevel.PART: -2.5,
        NameLevel.INITIAL: 2.0,
        NameLevel.ELSEWHERE: 2.0,
        NameLevel.SWAPPED: -3.0,  # m .05 of the two together
        NameLevel.CLOSE: 0.5,
        NameLevel.DIFFERENT: -3.8,  # m .07: marriage and other changes, u .99
    },
    born={
        DateLevel.MISSING: 0.0,
        DateLevel.EQUAL: 14.4,  # m .85, u one in 25,000 days that living people were born on
        DateLevel.SWAPPED: 9.0,  # m .02, u 4e-5
        DateLevel.ONE_EDIT: 5.0,  # m .03, u .001
        DateLevel.YEAR_EDIT: 5.2,  # m .015, u 4e-4
        DateLevel.MONTH_AND_YEAR: 4.0,  # m .02 full, .9 where that is all that is known; u .0012
        DateLevel.TWO_PARTS: 2.5,  # m .01, u .0018
        DateLevel.TWO_EDITS: -1.0,  # m .01, u .02
        DateLevel.YEAR_ONLY: -0.5,  # m .01, u .014
        DateLevel.PARTIAL: 6.0,  # m .95, u .014
        DateLevel.PERHAPS_YEAR: 4.0,  # m .25, u .014
        DateLevel.DIFFERENT: -5.0,  # m .02, u .7
        DateLevel.GENERATION: -6.5,  # m .005, u .5
    },
    phone={OtherLevel.MISSING: 0.0, OtherLevel.AGREES: 16.0, OtherLevel.DISAGREES: -0.5},
    email={OtherLevel.MISSING: 0.0, OtherLevel.AGREES: 17.0, OtherLevel.DISAGREES: -0.5},
    national_insurance={
        OtherLevel.MISSING: 0.0,
        OtherLevel.AGREES: 20.0,
        OtherLevel.DISAGREES: -4.3,  # m .05: a digit slips, or a spouse's was written
    },
    sex={OtherLevel.MISSING: 0.0, OtherLevel.AGREES: 0.95, OtherLevel.DISAGREES: -5.5},
    middle={OtherLevel.MISSING: 0.0, OtherLevel.AGREES: 3.0, OtherLevel.DISAGREES: -2.0},
    generation={OtherLevel.MISSING: 0.0, OtherLevel.AGREES: 1.0, OtherLevel.DISAGREES: -8.0},
    by_rarity=True,
)
HOUSEHOLD = Weights(
    given={
        NameLevel.MISSING: 0.0,
        NameLevel.EQUAL: 5.3,  # m .8, u .02: father and son
        NameLevel.FORM: 4.0,
        NameLevel.FORMER: 4.0,
        NameLevel.TYPO: 3.5,
        NameLevel.SOUND: 3.0,
        NameLevel.PART: 3.0,
        NameLevel.INITIAL: 1.5,  # families like to share an initial
        NameLevel.ELSEWHERE: 1.5,
        NameLevel.SWAPPED: 0.0,
        NameLevel.CLOSE: -2.0,  # brothers' names are often a little alike
        NameLevel.DIFFERENT: -6.0,
    },
    family={
        NameLevel.MISSING: 0.0,
        NameLevel.EQUAL: 1.7,  # the figure that learning gave on households of this kind
        NameLevel.FORM: 1.0,
        NameLevel.FORMER: 1.5,
        NameLevel.TYPO: 1.4,
        NameLevel.SOUND: 1.4,
        NameLevel.PART: 1.0,
        NameLevel.INITIAL: 0.5,
        NameLevel.ELSEWHERE: 0.0,
        NameLevel.SWAPPED: 5.5,
        NameLevel.CLOSE: 0.0,
        NameLevel.DIFFERENT: -1.5,
    },
    born={
        DateLevel.MISSING: 0.0,
        DateLevel.EQUAL: 7.5,  # u .005: twins
        DateLevel.SWAPPED: 7.0,
        DateLevel.ONE_EDIT: 5.0,
        DateLevel.YEAR_EDIT: 2.5,
        DateLevel.MONTH_AND_YEAR: 3.0,
        DateLevel.TWO_PARTS: 0.5,
        DateLevel.TWO_EDITS: -2.5,
        DateLevel.YEAR_ONLY: -1.0,
        DateLevel.PARTIAL: 4.0,
        DateLevel.PERHAPS_YEAR: 2.5,
        DateLevel.DIFFERENT: -5.5,  # the figure that learning gave on households of this kind
        DateLevel.GENERATION: -8.0,
    },
    phone={OtherLevel.MISSING: 0.0, OtherLevel.AGREES: 1.0, OtherLevel.DISAGREES: -0.3},
    email={OtherLevel.MISSING: 0.0, OtherLevel.AGREES: 3.0, OtherLevel.DISAGREES: -0.5},
    national_insurance={
        OtherLevel.MISSING: 0.0,
        OtherLevel.AGREES: 12.0,
        OtherLevel.DISAGREES: -4.5,
    },
    sex={OtherLevel.MISSING: 0.0, OtherLevel.AGREES: 0.8, OtherLevel.DISAGREES: -5.5},
    middle={OtherLevel.MISSING: 0.0, OtherLevel.AGREES: 2.0, OtherLevel.DISAGREES: -2.0},
    generation={OtherLevel.MISSING: 0.0, OtherLevel.AGREES: 1.0, OtherLevel.DISAGREES: -8.0},
    by_rarity=False,
)
ESTIMATED = Model(
    version="fs-3-estimated",
    prior_bits=PRIOR_BITS,
    strangers=STRANGERS,
    household=HOUSEHOLD,
    place={
        PlaceLevel.MISSING: 0.0,
        PlaceLevel.DOOR: 18.5,  # one of the three who live there: the odds of a household member
        PlaceLevel.BUILDING: 14.0,
        PlaceLevel.POSTCODE: 10.5,  # m .04, u 3e-5: forty people share a postcode
        PlaceLevel.STREET: 8.0,  # a street has some hundred people, and two postcodes or more
        PlaceLevel.SECTOR: 4.0,
        PlaceLevel.TOWN: 2.0,
        PlaceLevel.DISTRICT: 2.0,
        PlaceLevel.APART: -2.0,  # m .25: people move
    },
    shares=WRITTEN_SHARES,
)
