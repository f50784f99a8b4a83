"""Another survey application to compare with: installed apart, and nothing of it is kept here."""
