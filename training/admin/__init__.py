from . import catalogue, following, harvest, inbox, links, outcome, revisions

__all__ = ["catalogue", "following", "harvest", "inbox", "links", "outcome", "revisions"]
