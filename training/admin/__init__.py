from . import catalogue, following, inbox, revisions

__all__ = ["catalogue", "following", "inbox", "revisions"]
