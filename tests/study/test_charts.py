import re
from dataclasses import asdict
from pathlib import Path

import pytest
from django.conf import settings

from study.charts import SVG_HEAD, WIDTH, Bar, Point, bar_chart, point_chart, svg_size
from study.palette import DARK, LIGHT, SCREEN_FONT

LINE_OF_TOKENS = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")


def texts(svg):
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_bar_chart_says_confidential_and_draws_no_bar_for_it():
    shown = bar_chart([Bar("Web", "9 de 12", 0.75), Bar("QA", "confidencial", None)], LIGHT, SCREEN_FONT)

    assert texts(shown) == ["Web", "QA", "9 de 12", "confidencial"]
    assert shown.count(f'fill="{LIGHT.series_1}"') == 1
    assert shown.count("stroke-dasharray") == 1


def test_bar_chart_tells_zero_from_confidential():
    zero = bar_chart([Bar("Web", "0 de 12", 0)], LIGHT, SCREEN_FONT)
    hidden = bar_chart([Bar("Web", "confidencial", None)], LIGHT, SCREEN_FONT)

    assert "stroke-dasharray" not in zero
    assert f'fill="{LIGHT.brand_soft}"' in zero
    assert f'fill="{LIGHT.brand_soft}"' not in hidden


@pytest.mark.parametrize("rows", [1, 12])
def test_chart_says_its_size_at_its_head(rows):
    drawn = bar_chart([Bar("Web", "9 de 12", 0.75)] * rows, LIGHT, SCREEN_FONT)

    size = svg_size(drawn[:SVG_HEAD])

    assert f'viewBox="0 0 {size.width} {size.height}"' in drawn
    assert WIDTH <= size.width < WIDTH + 10
    assert size.height > 20 * rows


def test_other_texts_say_no_size():
    assert svg_size("<svg><rect/></svg>") is None


def test_bar_chart_breaks_a_long_label_and_loses_no_word():
    label = "Especialista en automatización de despliegues continuos en la nube"

    drawn = bar_chart([Bar(label, "12 de 28 · 43 %", 0.43)], LIGHT, SCREEN_FONT)

    lines = texts(drawn)[:-1]
    assert len(lines) > 1
    assert " ".join(lines) == label


def test_point_chart_draws_a_rule_at_the_break_and_joins_nothing():
    points = [
        Point("Cantabria · 2020", "54,8 %", 0.548, emphasis=True),
        Point("España · 2021", "64,2 %", 0.642, break_label="Método nuevo"),
    ]

    drawn = point_chart(points, LIGHT, SCREEN_FONT)

    assert "Método nuevo" in texts(drawn)
    assert drawn.count("stroke-dasharray") == 1
    assert "mark-line" not in drawn


def test_charts_carry_no_script_style_or_word_of_vega():
    drawn = bar_chart([Bar("Web & <b>", "9 de 12", 0.75)], LIGHT, SCREEN_FONT)

    assert "<script" not in drawn
    assert "<style" not in drawn
    assert "aria-label" not in drawn
    assert "Web &amp; &lt;b&gt;" in drawn


@pytest.mark.parametrize(("palette", "place"), [(LIGHT, 0), (DARK, 1)], ids=["light", "dark"])
def test_palette_is_that_of_the_tokens(palette, place):
    css = Path(settings.BASE_DIR, "static/css/tokens.css").read_text()
    modes = css.split("prefers-color-scheme: dark")

    tokens = dict(LINE_OF_TOKENS.findall(modes[place]))

    assert asdict(palette) == {name: tokens[name.replace("_", "-")] for name in asdict(palette)}
