"""The survey in the manager's cockpit; each wing registers its own models."""

from surveys.authoring import admin as authoring
from surveys.fielding import admin as fielding

__all__ = ["authoring", "fielding"]
