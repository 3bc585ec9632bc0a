"""What commands may know of a house that runs in a folder, and ask of it."""

import asyncio
from collections.abc import Mapping

from ppit_ops.cast import PARTIES, party_of_client
from ppit_ops.failures import NotNow
from ppit_ops.folder import RunFolder
from ppit_ops.partners import TO_BE_COPIED, Desk, Seat
from ppit_ops.state import HouseState, read_state
from ppit_platform.codes import PurposeCode


class NotRunning(NotNow):
    """No house runs from this folder."""


class AlreadyRunning(NotNow):
    """A house runs from this folder."""


class UnknownClient(NotNow):
    """No client of this name belongs to the house."""


class NothingToCopy(NotNow):
    """Tokens of this client are bound to its key: without a proof they are worth nothing."""


def access_token(
    folder: RunFolder, client_id: str, *, user: str | None, purpose: str | None
) -> str:
    """Ask the running gate for a token, as the partner would with its own key."""
    party = party_of_client(client_id)
    if party is None:
        known = ", ".join(party.client_id for party in PARTIES)
        msg = f"the clients are {known}"
        raise UnknownClient(msg)
    if not party.sandbox:
        free = ", ".join(party.client_id for party in PARTIES if party.sandbox)
        msg = f"tokens of {client_id} are bound to its key; {free} get some that are not"
        raise NothingToCopy(msg)
    wanted = PurposeCode(purpose) if purpose else party.purposes[0]
    seat = Seat.of(folder, _running(folder).issuer, party)
    return asyncio.run(_token(seat, user or party.user, wanted))


def status(folder: RunFolder) -> dict[str, str]:
    """Return each process of the house with ``answers`` or ``does not answer``."""
    state = read_state(folder)
    processes = state.processes if state else ()
    return {one.name: "answers" if one.answers else "does not answer" for one in processes}


def auditor_environment(folder: RunFolder) -> Mapping[str, str]:
    return _running(folder).auditor


async def _token(seat: Seat, user: str | None, purpose: PurposeCode) -> str:
    async with Desk(seat, user, purpose, TO_BE_COPIED) as desk:
        return await desk.token()


def _running(folder: RunFolder) -> HouseState:
    state = read_state(folder)
    if state is None:
        msg = "nothing runs from this folder: start it with 'ppit run'"
        raise NotRunning(msg)
    return state
