"""What can go wrong when an edition is run; every text can be shown."""


class FieldingRefused(Exception):
    """The edition is not in a state for this; the text says why and what to do."""


class MailServerUnreachable(Exception):
    """Nothing was sent and everything is still queued."""
