"""Whether the pages that the catalogue links to still answer."""
