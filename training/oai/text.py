"""Text that may stand in XML."""

import re

# What XML 1.0 has no way to write; a text that was pasted from somewhere may hold it.
UNSOUND = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def sound(text: str) -> str:
    return UNSOUND.sub("", text)


def is_sound(text: str) -> bool:
    return UNSOUND.search(text) is None
