"""What a running house wrote down about itself: who leads it, and what answers where."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter

from ppit_ops.doors import Door, answers
from ppit_ops.folder import RunFolder

STATE_FILE = "keys/house.json"
"""Among the keys, because it holds the auditor's password."""


@dataclass(frozen=True, slots=True)
class ProcessState:
    """One process; ``door`` is None for one that answers nobody."""

    name: str
    pid: int
    door: Door | None

    @property
    def answers(self) -> bool:
        return alive(self.pid) and (self.door is None or answers(self.door))


@dataclass(frozen=True, slots=True)
class HouseState:
    """``launcher`` is the pid of the process that tends the house; ``telemetry`` as it was told."""

    issuer: str
    launcher: int
    processes: tuple[ProcessState, ...]
    auditor: Mapping[str, str]
    telemetry: str = "off"

    def as_json(self) -> bytes:
        return _STATE.dump_json(self, indent=1)


_STATE = TypeAdapter(HouseState)


def read_state(folder: RunFolder) -> HouseState | None:
    """Return what runs from ``folder``; None if nothing does, or its launcher was killed."""
    path = folder.root / STATE_FILE
    if not path.exists():
        return None
    state = _STATE.validate_json(path.read_bytes())
    return state if alive(state.launcher) else None


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's, hence alive
        return True
    return True
