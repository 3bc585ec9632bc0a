"""Decides when a marker is due for review."""

from datetime import date


class Marker:
    """What is known of one danger at one address."""

    def review_due(self) -> date:
        """Return the last day on which the marker may advise (Europe/London)."""

    def expired(self, today: date) -> bool:
        return today > self.review_due()
