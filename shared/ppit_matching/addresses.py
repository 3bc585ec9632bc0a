"""An address as typed, taken apart."""

from ppit_matching.address import Address
from ppit_matching.records import AddressText


def normalise_address(text: AddressText) -> Address:
    raise NotImplementedError
