"""The catalogue's lists for machines: whatever the page shows, as calendar, Atom, CSV or JSON."""
