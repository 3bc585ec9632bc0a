"""Why a file cannot be scored, in words for the one who typed the command."""


class FileRefused(Exception):  # a refusal, as the services name theirs
    """The message names the column or the row."""
