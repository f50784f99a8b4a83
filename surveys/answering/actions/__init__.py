"""What can be done to a response: start it, save answers, send it, open it again."""

from .explain import explain_checks
from .feedback import give_feedback
from .hand_over import accept_response, decline_response, offer_response
from .prove import ask_code, find_access_code, use_code
from .reopen import reopen_response
from .rows import add_row, remove_row, take_over_row
from .save import Saved, save_cells
from .send_page import send_page
from .share import end_share, share_response
from .start import start_response
from .submit import submit_response

__all__ = [
    "Saved",
    "accept_response",
    "add_row",
    "ask_code",
    "decline_response",
    "end_share",
    "explain_checks",
    "find_access_code",
    "give_feedback",
    "offer_response",
    "remove_row",
    "reopen_response",
    "save_cells",
    "send_page",
    "share_response",
    "start_response",
    "submit_response",
    "take_over_row",
    "use_code",
]
