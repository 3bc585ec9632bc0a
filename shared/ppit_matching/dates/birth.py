"""A date of birth as someone wrote it: which parts are known, and how far each can be believed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BirthDate:
    """Year, month and day, each only if it was written; an impossible day (31 February) is kept.

    A placeholder (1 January 1900, 1 January 1970) has no parts at all: it neither agrees nor
    contradicts.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def known(self) -> bool:
        return self.year is not None

    @property
    def full(self) -> bool:
        return self.day is not None and self.month is not None and self.year is not None

    @property
    def perhaps_year_only(self) -> bool:
        """1 January is what registers write when only the year is known."""
        return self.month == 1 and self.day == 1

    @property
    def iso(self) -> str:
        """The known parts: 1975, 1975-03 or 1975-03-02; empty when nothing is known."""
        parts = [f"{self.year:04d}" if self.year is not None else ""]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
            if self.day is not None:
                parts.append(f"{self.day:02d}")
        return "-".join(parts)


NO_DATE = BirthDate()
