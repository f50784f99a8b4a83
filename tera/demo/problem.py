class DemoProblem(Exception):
    """The demonstration cannot go on; the text says what happened and how to mend it."""
