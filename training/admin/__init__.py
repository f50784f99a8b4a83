from . import catalogue, following, harvest, inbox, links, revisions

__all__ = ["catalogue", "following", "harvest", "inbox", "links", "revisions"]
