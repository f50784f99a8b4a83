"""The survey in the manager's cockpit; each wing registers its own models."""

from surveys.fielding import admin as fielding
from surveys.instrument import admin as instrument

__all__ = ["fielding", "instrument"]
