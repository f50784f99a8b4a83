"""The charts' colours: the site's tokens as constants, since an image cannot read the page's CSS.

Keep in step with ``static/css/tokens.css``.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    ink: str
    muted: str
    track: str
    bar: str
    alert: str
    paper: str


LIGHT = Palette(
    ink="#16202a", muted="#52606d", track="#e6eaee", bar="#0b6e6e", alert="#b4430f", paper="#ffffff"
)
DARK = Palette(
    ink="#eef2f5", muted="#a9b6c2", track="#2a353f", bar="#4cc3bd", alert="#ff9a66", paper="#12181e"
)

# An image served to <img> sees only fonts of the reader's system.
SCREEN_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
PRINT_FONT = "Source Serif Pro"
