"""Each of these turns "could not look" into "nothing found"."""

from contextlib import suppress


def goes_on(look):
    try:
        return look()
    except Exception:  # finding
        pass


def answers_nothing(look):
    try:
        return look()
    except BaseException:  # finding
        return None


def raises_only_sometimes(look):
    try:
        return look()
    except (ValueError, Exception) as failure:  # finding
        if isinstance(failure, TimeoutError):
            raise
        return []


def catches_even_the_interrupt(look):
    try:
        return look()
    except:  # finding
        print("never mind")


def hides(look):
    with suppress(Exception):  # finding
        return look()
