"""What can be done to a response: start it, save answers, send it, open it again."""

from .explain import explain_checks
from .reopen import reopen_response
from .save import Saved, save_cells
from .start import start_response
from .submit import submit_response

__all__ = ["Saved", "explain_checks", "reopen_response", "save_cells", "start_response", "submit_response"]
