"""An operation's last months: when it was deprecated, when it ends, and what comes after it.

RFC 9745 (Deprecation), RFC 8594 (Sunset), and the link relation ``successor-version`` (RFC 5829).
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Annotated, ClassVar

from pydantic import AwareDatetime, ConfigDict, Field

from ppit_gateway.domain.agreements import STRICT


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """``successor`` is a public path, ``/vetting/v2/cases``; it may stand where nothing ends."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    deprecated: AwareDatetime
    sunset: AwareDatetime | None = None
    successor: Annotated[str | None, Field(pattern=r"^/[A-Za-z0-9_~:/{}.-]+$")] = None

    def over(self, now: datetime) -> bool:
        return self.sunset is not None and now >= self.sunset

    def headers(self) -> dict[str, str]:
        """Return what every answer of the operation says of it."""
        told = {"deprecation": f"@{int(self.deprecated.timestamp())}"}
        if self.sunset is not None:
            told["sunset"] = format_datetime(self.sunset.astimezone(UTC), usegmt=True)
        if self.successor is not None:
            told["link"] = f'<{self.successor}>; rel="successor-version"'
        return told


def with_lifecycle(headers: dict[str, str], lifecycle: Lifecycle | None) -> dict[str, str]:
    """Add what is said of an operation to the headers of its answer; links stand beside links."""
    if lifecycle is None:
        return headers
    told = lifecycle.headers()
    links = [one["link"] for one in (headers, told) if "link" in one]
    return {**headers, **told, **({"link": ", ".join(links)} if links else {})}
