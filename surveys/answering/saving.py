"""From a page's form to stored answers; what stops the save is said on the page, which keeps all text."""

from .actions import Saved, save_cells
from .errors import AlreadySubmitted, CellRefused, Conflict, SurveyClosed
from .forms import PageForm
from .sitting import Sitting


def save_page(sitting: Sitting, form: PageForm) -> Saved | None:
    """Store a valid page; None when it cannot be, with the reason among the form's errors.

    Raises ``VersionChanged``: then the form itself is out of date.
    """
    try:
        return save_cells(
            sitting.response,
            form.savable if form.errors else form.changes,
            request_id=form.cleaned_data["request_id"],
            actor=sitting.actor,
            origin=sitting.origin,
            read_as=sitting.read_as,
        )
    except Conflict as conflict:
        form.add_clashes(conflict)
    except CellRefused as refused:
        form.add_error(form.field_of(refused.key), str(refused))
    except (SurveyClosed, AlreadySubmitted) as error:
        form.add_error(None, str(error))
    return None
