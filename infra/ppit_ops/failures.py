"""What ends an operator's command with a sentence instead of a trace."""


class OperationFailed(RuntimeError):
    """Something that the house needs refused; the message is what it said."""


class NotNow(RuntimeError):
    """The command does not fit what runs, or names what there is not."""
