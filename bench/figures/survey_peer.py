"""Twenty equal questions on one page, ours and django-survey-and-report's, in turns on the same server.

Each has two workers of one thread, its own database of the same PostgreSQL and a fresh visitor for
every submission: the page, what it sends, the confirmation. Their visitor begins without a session,
ours with the one that the invitation's button gave.
"""

from functools import cache, partial
from statistics import median

from bench import site
from bench.measure import Bench
from bench.one_page import (
    Visitor,
    answer_ours,
    answer_theirs,
    companies,
    one_page_edition,
    per_second,
    questions,
)
from bench.peer.install import PeerUnavailable
from bench.peer.serving import Peer, served
from bench.row import Row

WORKERS = 2
GOAL = 10
# Submissions of theirs in one round, and how many times as many of ours.
THEIRS, TIMES = 24, 5


def figure_alone(bench: Bench) -> Row:
    return against_peer(bench, clients=1, goal=GOAL)


def figure_eight(bench: Bench) -> Row:
    return against_peer(bench, clients=8, goal=GOAL)


def against_peer(bench: Bench, clients: int, goal: float) -> Row:
    name = f"20 questions, {clients} client{'s' if clients > 1 else ''}, against a peer"
    try:
        pairs = measured(bench.rounds)[clients]
    except PeerUnavailable as reason:
        return Row(f"{name}: skipped, {reason}", 0, "submissions/s", 0, 0, goal, ok=True)
    ratio = median(ours / theirs for ours, theirs in pairs)
    ours, theirs = (round(median(side), 1) for side in zip(*pairs, strict=True))
    return Row(name, ours, "submissions/s", theirs, round(ratio, 2), goal, ratio >= goal)


@cache
def measured(rounds: int) -> dict[int, list[tuple[float, float]]]:
    """Return pairs of ours and theirs, a second, by the number of clients."""
    with served(questions(), WORKERS) as peer, site.served(WORKERS) as port:
        campaign = one_page_edition()
        pairs = {1: [], 8: []}
        for clients in pairs:
            round_of(campaign, port, peer, clients, share=4)  # to warm up
        for _ in range(rounds):
            for clients, found in pairs.items():
                found.append(round_of(campaign, port, peer, clients))
    return pairs


def round_of(campaign, port: int, peer: Peer, clients: int, share: int = 1) -> tuple[float, float]:
    number = THEIRS // share
    ours = [
        lambda line, r=response, s=session: answer_ours(Visitor(line, port, s), r)
        for response, session in companies(campaign, number * TIMES)
    ]
    theirs = [partial(answer_once, peer)] * number
    return per_second(port, ours, clients), per_second(peer.port, theirs, clients)


def answer_once(peer: Peer, line) -> None:
    answer_theirs(Visitor(line, peer.port), peer.path, peer.fields)
