"""What two parties might say in public of an agreement."""


def an_entry(**changes: object) -> dict[str, object]:
    """Return what a register file says beyond the terms that execute."""
    entry: dict[str, object] = {
        "purpose": "Warn whoever visits of what is known of a door",
        "benefits": "Nobody is hurt at a door that somebody else knew",
        "disclosed_information": "Warnings and the measures that they call for",
        "method": "An API over TLS, one question at a time",
        "review": "2026-12-01",
        "contact": "Information governance, Kent County Council",
        "controllers": ["local-authority-eng:KEN", "local-authority-eng:THA"],
        "area_names": {"E07000114": "Thanet"},
    }
    return {**entry, **changes}
