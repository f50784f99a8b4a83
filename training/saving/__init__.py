"""Keeping offers for later: in the browser, or with an account."""
