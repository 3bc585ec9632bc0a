"""A broad except that hides nothing: it re-raises, or its value says that it could not look."""

from contextlib import suppress

from ppit_example.domain import Finding, Outcome


def reraises(look):
    try:
        return look()
    except Exception as failure:
        raise LookupError from failure


def answers_with_a_finding(look):
    try:
        return look()
    except Exception as failure:
        if isinstance(failure, TimeoutError):
            return Finding.too_late(failure)
        return Outcome.UNABLE_TO_LOOK


def knows_what_it_expects(look):
    with suppress(FileNotFoundError):
        return look()
    try:
        return look()
    except (KeyError, ValueError):
        return None
