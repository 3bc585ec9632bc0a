"""Holds markers whose docstrings tell what the name told already."""

from datetime import date


class MarkerStore:  # finding
    """The marker store class."""

    def review_due(self, marker: str) -> date:  # finding
        """Get the review due date of the marker."""

    async def save_markers(self, markers: list[str]) -> None:  # finding
        """
        Saves the given markers.

        Returns None.
        """
