"""The lists that this service loads: which table and layout, for how long each counts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from ppit_platform.codes import PurposeCode
from ppit_tracing.domain.codes import SourceName
from ppit_tracing.domain.licences import LICENCES, Licence
from ppit_tracing.domain.source_rows import (
    DEATH_COLUMNS,
    INSOLVENCY_COLUMNS,
    SIGHTING_COLUMNS,
    death_row,
    insolvency_row,
    sighting_row,
)
from ppit_tracing.storage.list_loading import SourceList


def sightings_of(
    source: SourceName, *, fresh_days: int, purposes: Sequence[PurposeCode] = ()
) -> SourceList:
    """Return one source of sightings; ``purposes`` replace those of its usual licence."""
    return SourceList(
        source,
        "sighting",
        SIGHTING_COLUMNS,
        sighting_row,
        _licence(source, purposes),
        timedelta(days=fresh_days),
    )


def deaths(*, fresh_days: int) -> SourceList:
    return SourceList(
        SourceName.DEATHS,
        "death_notice",
        DEATH_COLUMNS,
        death_row,
        LICENCES[SourceName.DEATHS],
        timedelta(days=fresh_days),
    )


def insolvencies(*, fresh_days: int) -> SourceList:
    return SourceList(
        SourceName.INSOLVENCIES,
        "insolvency_case",
        INSOLVENCY_COLUMNS,
        insolvency_row,
        LICENCES[SourceName.INSOLVENCIES],
        timedelta(days=fresh_days),
    )


def _licence(source: SourceName, purposes: Sequence[PurposeCode]) -> Licence:
    usual = LICENCES[source]
    return replace(usual, purposes=tuple(purposes)) if purposes else usual
