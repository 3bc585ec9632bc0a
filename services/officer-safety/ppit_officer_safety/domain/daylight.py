"""When it is light in Kent, to the few minutes that a safety rule needs."""

import math
from datetime import UTC, datetime, timedelta

_LATITUDE = math.radians(51.27)  # Maidstone
_LONGITUDE = 0.52
_HORIZON = math.radians(-0.833)  # the sun's upper edge, with refraction
_OBLIQUITY = math.radians(23.4397)
_J2000 = datetime(2000, 1, 1, 12, tzinfo=UTC)
VISIT_MARGIN = timedelta(hours=1)
"""How long a visit may last: one that begins in the light must also end in it."""


def sun_times(at: datetime) -> tuple[datetime, datetime]:
    """Return sunrise and sunset (UTC) of the day that ``at`` falls on, by the sunrise equation."""
    noon = at.astimezone(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
    mean_noon = (noon - _J2000) / timedelta(days=1) - _LONGITUDE / 360
    anomaly = math.radians((357.5291 + 0.98560028 * mean_noon) % 360)
    centre = 1.9148 * math.sin(anomaly) + 0.02 * math.sin(2 * anomaly)
    longitude = math.radians((math.degrees(anomaly) + centre + 180 + 102.9372) % 360)
    transit = mean_noon + 0.0053 * math.sin(anomaly) - 0.0069 * math.sin(2 * longitude)
    declination = math.asin(math.sin(longitude) * math.sin(_OBLIQUITY))
    hour_angle = math.acos(
        (math.sin(_HORIZON) - math.sin(_LATITUDE) * math.sin(declination))
        / (math.cos(_LATITUDE) * math.cos(declination))
    )
    half_day = timedelta(days=math.degrees(hour_angle) / 360)
    midday = _J2000 + timedelta(days=transit)
    return midday - half_day, midday + half_day


def is_daylight(at: datetime) -> bool:
    """Tell whether a visit that begins at ``at`` is over before it gets dark."""
    sunrise, sunset = sun_times(at)
    return sunrise <= at <= sunset - VISIT_MARGIN
