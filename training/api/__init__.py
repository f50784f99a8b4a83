"""The catalogue for other programs: offers, providers, profiles and skills under ``/api/v1/``."""
