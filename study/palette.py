"""The charts' colours: the site's tokens as constants, since an image cannot read the page's CSS.

``tests/study/test_charts.py`` holds them against ``static/css/tokens.css``.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Each field is a token of the same name in ``tokens.css``."""

    ink: str
    ink_soft: str
    brand_soft: str
    series_1: str
    accent: str
    accent_ink: str


LIGHT = Palette(
    ink="#10242b",
    ink_soft="#43565d",
    brand_soft="#e0eff2",
    series_1="#0b5566",
    accent="#d58a1c",
    accent_ink="#805008",
)
DARK = Palette(
    ink="#e6eef0",
    ink_soft="#a9babf",
    brand_soft="#12343e",
    series_1="#6ec3d4",
    accent="#eaa945",
    accent_ink="#f3c277",
)

# An image served to <img> sees only fonts of the reader's system.
SCREEN_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
PRINT_FONT = "Source Serif Pro"
