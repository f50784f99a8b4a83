"""Answering the survey: whole questionnaires a second, and how long an autosave takes at a steady pace."""

from bench.answering import autosave_times, submissions_per_second
from bench.client import Target, rate
from bench.figures.register import manager_of_a_large_register
from bench.measure import BARE, Bench
from bench.row import Row

PACE, LIMIT = 60, 100.0


def figure_submissions(bench: Bench) -> Row:
    """From the start page to the receipt with eight clients; every request against the bare view's."""
    manager_of_a_large_register()
    number = int(20 * bench.rounds)
    value, requests = submissions_per_second(bench.port, number)
    bare = rate(Target(bench.port, BARE), bench.seconds)
    ratio = requests / bare
    goal = 0.02
    name = f"Survey, whole submissions of {requests / value:.0f} requests"
    return Row(name, round(value, 1), "submissions/s", round(bare, 1), round(ratio, 4), goal, ratio >= goal)


def figure_autosave_median(bench: Bench) -> Row:
    return autosave(bench, 0.5, "median")


def figure_autosave_p99(bench: Bench) -> Row:
    return autosave(bench, 0.99, "p99")


def autosave(bench: Bench, share: float, words: str) -> Row:
    times = autosave_times(bench.port, bench.rounds * bench.seconds, PACE)
    value = times[min(len(times) - 1, int(share * len(times)))]
    ratio = LIMIT / value
    name = f"Survey, autosave at {PACE} saves/s, {words}"
    return Row(name, round(value, 1), "ms", LIMIT, round(ratio, 3), 1.0, ratio >= 1)
