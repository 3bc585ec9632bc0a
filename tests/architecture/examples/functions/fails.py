"""Sixteen functions: the sixteenth is one too many."""


def a(value: int) -> int:
    return value + 0


def b(value: int) -> int:
    return value + 1


def c(value: int) -> int:
    return value + 2


def d(value: int) -> int:
    return value + 3


def e(value: int) -> int:
    return value + 4


def f(value: int) -> int:
    return value + 5


def g(value: int) -> int:
    return value + 6


def h(value: int) -> int:
    return value + 7


def i(value: int) -> int:
    return value + 8


def j(value: int) -> int:
    return value + 9


def k(value: int) -> int:
    return value + 10


def l(value: int) -> int:
    return value + 11


def m(value: int) -> int:
    return value + 12


def n(value: int) -> int:
    return value + 13


def o(value: int) -> int:
    return value + 14


def p(value: int) -> int:  # finding
    return value + 15
