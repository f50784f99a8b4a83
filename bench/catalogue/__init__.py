"""The catalogue at sizes that no region has: generated, measured, compared with a search engine."""
