"""Saving a page while it is being filled in; the page's own button works without it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from surveys.answering.actions import Saved, save_cells
from surveys.answering.display import format_cell
from surveys.answering.errors import (
    AlreadySubmitted,
    CellRefused,
    Clash,
    Conflict,
    SurveyClosed,
    VersionChanged,
)
from surveys.answering.fields import initial_of, names_of
from surveys.answering.forms import PageForm
from surveys.answering.rows import without_removed
from surveys.answering.sitting import Sitting, for_respondent
from surveys.answering.stale import is_of_another_version
from surveys.instrument.cells import Cells


@for_respondent
@require_POST
def autosave(request: HttpRequest, sitting: Sitting, section: str, page: str) -> HttpResponse:
    """Store the cells of a page that can be stored, and tell what all of them hold now.

    200 with ``note`` and ``fields``; 409 with ``clashes`` too, when nothing was stored because
    somebody else changed the same cells; 410 when the answers can no longer change; 400 for a
    page that is not as it was; 412 for one of an earlier version. The same request id again stores
    nothing twice.
    """
    if is_of_another_version(request, sitting):
        return refusal(corrected(), 412)
    step = sitting.path.find(section, page)
    if step is None:
        return refusal(_("Your other answers make that question unnecessary."), 400)
    sent = without_removed(request.POST, sitting.response, sitting.definition, sitting.cells)
    form = PageForm(step, sitting.definition, sitting.cells, data=sent.data)
    form.is_valid()
    if form.has_strangers or not form.envelope_is_whole:
        return refusal(
            _("This page has changed since you opened it. Look at your answers and save again."), 400
        )
    try:
        saved = save_cells(
            sitting.response,
            form.savable,
            request_id=form.cleaned_data["request_id"],
            actor=sitting.actor,
            origin=sitting.origin,
            read_as=sitting.read_as,
        )
    except VersionChanged:
        return refusal(corrected(), 412)
    except CellRefused as refused:
        return refusal(str(refused), 400)
    except Conflict as conflict:
        return JsonResponse(after_conflict(sitting, form, conflict), status=409)
    except (SurveyClosed, AlreadySubmitted) as error:
        return refusal(str(error), 410)
    cells = sitting.again().cells if saved.repeated else saved.cells
    note = " ".join([*sent.lost, note_of(form, saved)])
    return JsonResponse(state_of(form, cells, saved.revision) | {"note": note})


def corrected() -> str:
    return _(
        "The cluster has corrected the questionnaire since you opened this page. What you wrote stays here: "
        "press “Save and continue” to see it on the corrected page."
    )


def refusal(text: str, status: int) -> JsonResponse:
    return JsonResponse({"note": text}, status=status)


def state_of(form: PageForm, cells: Cells, revision: int) -> dict:
    """Return what every field holds in the database, by name; ``wrong`` are those that cannot be stored."""
    fields: dict[str, object] = dict.fromkeys(form.answer_fields, "")
    for key, slot in form.slots.items():
        fields |= initial_of(slot, cells.get(key))
    return {"revision": revision, "fields": fields, "wrong": sorted(form.unsaved)}


def note_of(form: PageForm, saved: Saved) -> str:
    time = time_format(localtime(saved.at), "H:i")
    if not form.unsavable:
        return _("Saved %(time)s") % {"time": time}
    wrong = ngettext(
        "Saved %(time)s, but for %(number)s answer to correct: %(first)s",
        "Saved %(time)s, but for %(number)s answers to correct: %(first)s",
        len(form.unsavable),
    )
    first = next(iter(form.unsavable.values()))
    return wrong % {"time": time, "number": len(form.unsavable), "first": first}


def after_conflict(sitting: Sitting, form: PageForm, conflict: Conflict) -> dict:
    clashes = [told(form, clash) for clash in conflict.clashes]
    note = _("Somebody else changed these answers while you were writing.")
    return state_of(form, sitting.again().cells, conflict.revision) | {"note": note, "clashes": clashes}


def told(form: PageForm, clash: Clash) -> dict:
    slot = form.slots[clash.key]
    return {
        "fields": names_of(slot) or [form.field_of(clash.key)],
        "question": form.named(clash.key),
        "by": clash.by or _("Another person"),
        "time": time_format(localtime(clash.at), "H:i"),
        "theirs": format_cell(slot, clash.theirs) or "–",
        "ours": format_cell(slot, clash.ours) or "–",
    }
