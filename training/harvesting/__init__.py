"""Reading providers' own sites, so that their offers stay current without anybody typing."""
