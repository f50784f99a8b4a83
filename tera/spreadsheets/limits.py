"""What is the most that a spreadsheet may hold: far above a register, far below what hurts."""

MAX_UPLOAD = 5_000_000  # bytes
MAX_UNPACKED = 40_000_000  # bytes
MAX_PARTS = 500
MAX_ROWS = 10_000
MAX_COLUMNS = 80
MAX_CHARACTERS = 8_000_000
# The most rows that a sheet of Excel has: a wholly formatted one has them all, empty.
MAX_SHEET_ROWS = 1_048_576
