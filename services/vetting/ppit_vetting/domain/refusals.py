"""Why a list is not taken: what is held stays, and stays in use."""


class ListRejected(ValueError):
    """The file is torn, of another layout or without its date. It repeats nothing of a row."""
