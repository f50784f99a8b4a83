"""The questionnaire and what was sent of it, to keep on paper."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys.answering.documents import blank_document, receipt_document
from surveys.answering.sitting import Sitting, for_respondent


@for_respondent
@require_safe
def questions_pdf(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    return as_pdf(blank_document(sitting), _("questionnaire.pdf"))


@for_respondent
@require_safe
def receipt_pdf(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Return a copy of the newest submission, or of ``?envio=N``."""
    receipt = sitting.receipt_asked(request.GET.get("envio"))
    return as_pdf(receipt_document(sitting, receipt), f"{receipt.receipt_number}.pdf")


def as_pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
