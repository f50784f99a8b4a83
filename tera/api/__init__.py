"""The interface for programs under ``/api/``: what answers have in common, and the page that explains it."""
