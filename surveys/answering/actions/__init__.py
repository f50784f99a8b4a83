"""What can be done to a response: start it, save answers, send it."""

from .explain import explain_checks
from .save import Saved, save_cells
from .start import start_response
from .submit import submit_response

__all__ = ["Saved", "explain_checks", "save_cells", "start_response", "submit_response"]
