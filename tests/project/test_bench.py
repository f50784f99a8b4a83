import json

from bench.__main__ import all_figures
from bench.row import Row, write


def test_results_are_a_list_of_objects_with_the_agreed_keys(tmp_path):
    row = Row("Página", 20.0, "requests/s", 100.0, 0.2, 0.05, True)

    write([row], tmp_path / "results" / "latest.json")

    assert json.loads((tmp_path / "results" / "latest.json").read_text()) == [
        {
            "name": "Página",
            "value": 20.0,
            "unit": "requests/s",
            "reference": 100.0,
            "ratio": 0.2,
            "goal": 0.05,
            "ok": True,
        }
    ]


def test_every_function_of_the_figures_folder_is_measured():
    names = [figure.__name__ for figure in all_figures()]

    assert {"figure_home", "figure_catalogue", "figure_study"} <= set(names)
    assert len(names) == len(set(names))
