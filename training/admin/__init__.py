from . import catalogue, following, inbox

__all__ = ["catalogue", "following", "inbox"]
