"""Every request that the system makes to another site goes through here; docs/decisions/0020."""
