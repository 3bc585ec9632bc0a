"""The typed client that partners install: proves its key, keeps its token, names its case."""

from ppit_client.answers import CSV, JSON_LINES, Answer, Limit, Receipt
from ppit_client.asking import Terms
from ppit_client.client import PartnerClient
from ppit_client.keys import KeyPair, new_key_pair
from ppit_client.manners import Clocks, Manners
from ppit_client.problems import (
    ClientFailure,
    FieldProblem,
    InConflict,
    LimitReached,
    NoAnswer,
    NotAuthenticated,
    NotAvailable,
    NotPermitted,
    NotThere,
    Problem,
    RequestWrong,
    TokenRefused,
)
from ppit_client.questions import Operation, Place, Upload
from ppit_client.receipts import LogKey
from ppit_client.sync_client import SyncPartnerClient

__all__ = [
    "CSV",
    "JSON_LINES",
    "Answer",
    "ClientFailure",
    "Clocks",
    "FieldProblem",
    "InConflict",
    "KeyPair",
    "Limit",
    "LimitReached",
    "LogKey",
    "Manners",
    "NoAnswer",
    "NotAuthenticated",
    "NotAvailable",
    "NotPermitted",
    "NotThere",
    "Operation",
    "PartnerClient",
    "Place",
    "Problem",
    "Receipt",
    "RequestWrong",
    "SyncPartnerClient",
    "Terms",
    "TokenRefused",
    "Upload",
    "new_key_pair",
]
