"""The survey in the manager's cockpit; each wing registers its own models."""

from surveys.instrument import admin as instrument

__all__ = ["instrument"]
