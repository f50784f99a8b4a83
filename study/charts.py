"""Charts of a snapshot as SVG: rows of bars and of dated points, drawn by Vega-Lite, text kept as text.

All geometry is worked out here in pixels, so that a chart 400 wide still reads on a phone:
the label sits above its bar, the figure at the right end of the label's line. The layers are
written as Vega-Lite's own JSON: with no scale and no axis there is little for a library to add.
"""

import re
import textwrap
from dataclasses import dataclass

import vl_convert

from study.palette import Palette

WIDTH = 400
LINE = 21
BAR = 12
GAP = 18
TEXT = 16
# Wide enough an average for a sans at 16 px; labels break a little early rather than collide.
CHARACTER = 8.2
VEGA_LITE = "6.4"

# A drawing says its size in its first element, well within these characters.
SVG_HEAD = 400
SVG_SIZE = re.compile(r'<svg[^>]*? width="(\d+)" height="(\d+)"')


@dataclass(frozen=True)
class Size:
    """In pixels."""

    width: int
    height: int


def svg_size(head: str) -> Size | None:
    """Return the size of a drawing from its first ``SVG_HEAD`` characters, or None if they do not say."""
    said = SVG_SIZE.search(head)
    return Size(int(said[1]), int(said[2])) if said else None


@dataclass(frozen=True)
class Bar:
    """One row: ``filled`` is the part of the track from 0 to 1, or None when the figure is hidden.

    ``is_floor``: the figure is hidden, but it is at least ``filled``.
    """

    label: str
    figure: str
    filled: float | None
    alert: bool = False
    is_floor: bool = False


@dataclass(frozen=True)
class Point:
    """One observation on its own track; with ``break_label``, nothing above it is comparable."""

    label: str
    figure: str
    at: float
    emphasis: bool = False
    break_label: str = ""


def bar_chart(bars: list[Bar], palette: Palette, font: str) -> str:
    """Draw one bar a row over a track that is the whole; a hidden figure is an outline, full to its floor."""
    tracks, fills, outlines, labels, figures = [], [], [], [], []
    top = 0
    for bar in bars:
        base = write_row(bar.label, bar.figure, top, labels, figures)
        box = {"x": 0, "x2": WIDTH, "y": base, "y2": base + BAR}
        if bar.filled is None or bar.is_floor:
            outlines.append(box)
        else:
            tracks.append(box)
        if bar.filled:
            colour = palette.accent if bar.alert else palette.series_1
            fills.append(box | {"x2": round(WIDTH * min(bar.filled, 1), 1), "colour": colour})
        top = base + BAR + GAP
    layers = [
        rectangles(tracks, color=palette.brand_soft, cornerRadius=3),
        rectangles(fills, by_row=True, cornerRadius=3),
        rectangles(outlines, filled=False, stroke=palette.ink_soft, strokeDash=[4, 4], cornerRadius=3),
        *written(labels, figures, palette),
    ]
    return draw(layers, max(top - GAP, BAR), font)


def point_chart(points: list[Point], palette: Palette, font: str) -> str:
    """Draw one dated point a row, never joined; a break in the series is a dashed rule between rows."""
    tracks, dots, rules, notes, labels, figures = [], [], [], [], [], []
    top = 0
    for point in points:
        if point.break_label:
            rules.append({"x": 0, "x2": WIDTH, "y": top + 2, "y2": top + 2})
            notes.append({"x": 0, "y": top + 22, "text": point.break_label})
            top += LINE + GAP
        base = write_row(point.label, point.figure, top, labels, figures)
        middle = base + BAR / 2
        tracks.append({"x": 0, "x2": WIDTH, "y": middle, "y2": middle})
        colour = palette.series_1 if point.emphasis else palette.ink_soft
        dots.append({"x": round(WIDTH * point.at, 1), "y": middle, "colour": colour})
        top = base + BAR + GAP
    layers = [
        strokes(tracks, color=palette.brand_soft, strokeWidth=3),
        strokes(rules, color=palette.accent, strokeDash=[5, 4], strokeWidth=1.5),
        words(notes, color=palette.accent_ink, align="left", fontSize=TEXT - 1),
        circles(dots),
        *written(labels, figures, palette),
    ]
    return draw(layers, max(top - GAP, BAR), font)


def write_row(label: str, figure: str, top: float, labels: list, figures: list) -> float:
    """Add a row's words and return the y at which its bar begins."""
    room = int(WIDTH / CHARACTER) - len(figure) - 2
    lines = textwrap.wrap(label, max(room, 12)) or [""]
    labels += [{"x": 0, "y": top + 15 + LINE * i, "text": line} for i, line in enumerate(lines)]
    figures.append({"x": WIDTH, "y": top + 15, "text": figure})
    return top + LINE * len(lines) + 2


def written(labels: list[dict], figures: list[dict], palette: Palette) -> list[dict]:
    return [
        words(labels, color=palette.ink, align="left"),
        words(figures, color=palette.ink_soft, align="right", fontWeight=600),
    ]


def layer(rows: list[dict], mark: dict, **encoding: dict) -> dict:
    """Return a layer with a mark for each row, placed by the pixels that the row names."""
    placed = {axis: {"field": axis, "type": "quantitative", "scale": None, "axis": None} for axis in "xy"}
    return {"data": {"values": rows}, "mark": mark, "encoding": placed | encoding}


ENDS = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
OWN_COLOUR = {"color": {"field": "colour", "type": "nominal", "scale": None}}


def rectangles(rows: list[dict], *, by_row: bool = False, **mark) -> dict:
    return layer(rows, {"type": "rect"} | mark, **ENDS, **(OWN_COLOUR if by_row else {}))


def strokes(rows: list[dict], **mark) -> dict:
    return layer(rows, {"type": "rule"} | mark, **ENDS)


def circles(rows: list[dict]) -> dict:
    return layer(rows, {"type": "circle", "size": 190, "opacity": 1}, **OWN_COLOUR)


def words(rows: list[dict], **mark) -> dict:
    mark = {"type": "text", "fontSize": TEXT, "baseline": "alphabetic"} | mark
    return layer(rows, mark, text={"field": "text", "type": "nominal"})


def draw(layers: list[dict], height: float, font: str) -> str:
    spec = {
        "width": WIDTH,
        "height": height,
        "padding": 2,
        "background": "transparent",
        "layer": [layer for layer in layers if layer["data"]["values"]],
        # Vega would describe every mark in English by its coordinates; the page gives the text and the table.
        "config": {"font": font, "aria": False, "view": {"stroke": None}},
    }
    return vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)
