from . import catalogue, following, inbox, revisions

__all__ = ["catalogue", "following", "inbox", "revisions"]
from . import harvest

__all__ = ["catalogue", "harvest", "inbox"]
