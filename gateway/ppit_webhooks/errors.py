"""Reasons for which the webhooks service refuses."""

from ppit_platform.errors import Conflict, InvalidRequest, NotFound


class SubscriptionUnknown(NotFound):
    """No such subscription is open to this organisation."""


class EventUnknown(NotFound):
    """No such event of this organisation is kept."""


class UrlRefused(InvalidRequest):
    code = "URL_REFUSED"
    title = "Nothing is ever sent to an address like this"


class TooManySubscriptions(Conflict):
    code = "TOO_MANY_SUBSCRIPTIONS"
    title = "The organisation has as many subscriptions as it may"


class NotActive(Conflict):
    code = "SUBSCRIPTION_NOT_ACTIVE"
    title = "Nothing is sent for this subscription at present"


class RotationUnderWay(Conflict):
    code = "ROTATION_UNDER_WAY"
    title = "The secret before the present one is still signing"
