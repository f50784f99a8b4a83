"""Promises shown to hold by trying: each module prints what it tried and how often it was wrong."""
