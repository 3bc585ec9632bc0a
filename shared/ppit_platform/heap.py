"""The heap of a process that serves for days: what it loaded at its start is never garbage."""

import gc

BETWEEN_COLLECTIONS = 10_000
"""Objects made before the youngest are looked through: a request makes some hundreds."""


def settle() -> None:
    """Leave all that was loaded so far out of later collections; call it before serving.

    Otherwise each full collection walks some hundred thousand objects of modules, models and
    routes that live as long as the process.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(BETWEEN_COLLECTIONS)
