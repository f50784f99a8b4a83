from . import catalogue, inbox

__all__ = ["catalogue", "inbox"]
