"""Python's collector of garbage, kept from making a visitor wait.

A search of the catalogue leaves some 4,500 objects in cycles: an offer and what was fetched for it know each
other. At Python's own thresholds rounds of all three generations fell into the searches, and the longest
took 60 to 140 ms. Between two requests nothing is in use that a round would carry on in vain.
"""

import gc

from django.core.signals import request_finished

# New objects after which an answer is followed by a round: some ten milliseconds' work.
DUE = 10_000
# Rounds of one generation after which the next older one is looked through too.
YOUNGER_ROUNDS = 20
# A round within a request comes only in one that makes very many objects, such as a large import.
THRESHOLDS = (100_000, YOUNGER_ROUNDS, YOUNGER_ROUNDS)


def leave_out_what_is_loaded() -> None:
    """Call after loading what stays for good: no later round looks through it."""
    gc.collect()
    gc.freeze()


def tidy_between_requests() -> None:
    """Have the rounds of this process after its answers, which the server has sent by then."""
    gc.set_threshold(*THRESHOLDS)
    request_finished.connect(tidy, dispatch_uid="tidy")


def tidy(**_signal: object) -> None:
    new, young, middle = gc.get_count()
    if new > DUE:
        older = young > YOUNGER_ROUNDS
        gc.collect(older + (older and middle > YOUNGER_ROUNDS))
