"""Following the catalogue: a list or an offer is saved as its query string and its news come by mail."""
