"""A borough of the synthetic Kent: all that partners hold about its people, with the truth of it.

``make_borough(seed)`` gives a frozen ``Borough`` around a ``Kent``: scams and the five lists that
tell of them, debts, sightings with lineage, deaths and insolvencies, companies, grant applications
with the fraud rings among them, and a sanctions list. ``write_borough`` writes the files as the
partners would send them, ``sheets_of`` gives them as values, ``borough_summary`` counts.

Where a row of a file is hard, its truth names the ``Trap``. What it does not claim: the shares are
set so that every trap is there, not measured; nobody leaves the county; the rings are of one kind
of link each; the sightings misspell names but no addresses.
"""

from ppit_synthetic.borough.codes import (
    Check,
    CompanyStory,
    DebtFile,
    Evidence,
    InsolvencyKind,
    MatchStrength,
    Protection,
    RingLink,
    ScamType,
    Source,
    Stop,
    TraceOutcome,
    Trap,
    Verdict,
    VictimList,
)
from ppit_synthetic.borough.export import borough_summary, sheets_of, write_borough
from ppit_synthetic.borough.make import Borough, make_borough
from ppit_synthetic.borough.records import (
    DeathNotice,
    Debt,
    Insolvency,
    Protected,
    Scam,
    Sighting,
    VictimRow,
)
from ppit_synthetic.borough.sheet import Sheet
from ppit_synthetic.borough.trade_records import (
    Application,
    Award,
    Company,
    ListedName,
    Officer,
    Ring,
    SanctionedSubject,
    SanctionsMatch,
)

__all__ = [
    "Application",
    "Award",
    "Borough",
    "Check",
    "Company",
    "CompanyStory",
    "DeathNotice",
    "Debt",
    "DebtFile",
    "Evidence",
    "Insolvency",
    "InsolvencyKind",
    "ListedName",
    "MatchStrength",
    "Officer",
    "Protected",
    "Protection",
    "Ring",
    "RingLink",
    "SanctionedSubject",
    "SanctionsMatch",
    "Scam",
    "ScamType",
    "Sheet",
    "Sighting",
    "Source",
    "Stop",
    "TraceOutcome",
    "Trap",
    "Verdict",
    "VictimList",
    "VictimRow",
    "borough_summary",
    "make_borough",
    "sheets_of",
    "write_borough",
]
