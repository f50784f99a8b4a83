"""The fast path of the catalogue's search, for very many offers; docs/decisions/0014 says how and why."""
