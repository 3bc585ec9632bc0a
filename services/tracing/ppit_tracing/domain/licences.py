"""What each source may be used for, and on what ground: data that a data-protection officer edits.

A row keeps the purposes that held when it was loaded, and row-level security keeps it from any
other. ``--purpose`` of the loaders replaces the purposes where a contract says otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ppit_platform.codes import PurposeCode
from ppit_tracing.domain.codes import SourceName
from ppit_tracing.domain.purposes import TRACE_PURPOSES


@dataclass(frozen=True, slots=True)
class Licence:
    """``lawful_basis`` is a code of the glossary; ``terms`` says by whose permission."""

    purposes: tuple[PurposeCode, ...]
    lawful_basis: str
    terms: str


_PUBLIC_TASK = (PurposeCode.TRACE_COUNCIL_TAX, PurposeCode.TRACE_LEGAL_PROCEEDINGS)

LICENCES: Mapping[SourceName, Licence] = {
    SourceName.ELECTORAL_REGISTER: Licence(
        _PUBLIC_TASK, "ART6_1_E", "full register: only purposes that its regulations permit"
    ),
    SourceName.CREDIT_BUREAU_A: Licence(TRACE_PURPOSES, "ART6_1_F", "bureau contract A"),
    SourceName.CREDIT_BUREAU_B: Licence(TRACE_PURPOSES, "ART6_1_F", "bureau contract B"),
    SourceName.UTILITY: Licence(
        TRACE_PURPOSES, "ART6_1_A_CONSENT", "consented customer data: tracing is a stated use"
    ),
    SourceName.COUNCIL: Licence(TRACE_PURPOSES, "ART6_1_E", "council accounts, own public task"),
    SourceName.MAIL_FORWARDING: Licence(
        _PUBLIC_TASK, "ART6_1_A_CONSENT", "redirection customers who consented to public-task use"
    ),
    SourceName.GONE_AWAY_FILE: Licence(TRACE_PURPOSES, "ART6_1_F", "suppression file contract"),
    SourceName.DEATHS: Licence(TRACE_PURPOSES, "ART6_1_F", "deceased suppression: stop flag only"),
    SourceName.INSOLVENCIES: Licence(
        TRACE_PURPOSES, "ART6_1_C", "public registers: stop flag only"
    ),
}
