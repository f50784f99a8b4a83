"""What no line of the log may hold: the part of an address that lets somebody in."""

import logging
import re

# A key from `token_urlsafe`, a signed one, or a password's; slugs and response ids are neither.
KEY = re.compile(r"(?<=/)(?=[^/\s]*(?:[A-Z_:=]|[0-9a-f]{32}))[\w:.=-]{32,}(?=/|\s|$)", re.ASCII)


class KeyFilter(logging.Filter):
    """Puts "…" for the keys in a line: Django logs the whole path of what it refuses."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = KEY.sub("…", record.getMessage()), ()
        return True
