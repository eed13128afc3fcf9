"""The one error a caller of the paper room needs to know."""


class PaperError(Exception):
    """A paper could not be made; the message is fit for a log, `str(error)` names the step."""
