"""Publishing in the background: it takes seconds, and the page that asked for it shows the count."""

import logging

from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from members.models import User
from study.actions import PublicationRefused, begin_publication, publish_study, report_failure
from study.models import Study
from tera.middleware import request_id as current_request_id

logger = logging.getLogger(__name__)


@task()
def publish_in_background(study_id: int, user_id: int, request_id: str) -> None:
    """Publish; any failure becomes the study's state, with the id under which the log has the details."""
    token = current_request_id.set(request_id)
    study = Study.objects.select_related("campaign", "plan").get(pk=study_id)
    try:
        publish_study(study, by=User.objects.get(pk=user_id))
    except PublicationRefused as refusal:
        report_failure(study, message=str(refusal))
    except Exception:
        logger.exception("publishing study %s failed", study_id)
        message = _("Something failed and nothing was published. Reference for support: %(id)s")
        report_failure(study, message=message % {"id": request_id})
    finally:
        current_request_id.reset(token)


@transaction.atomic
def request_publication(study: Study, *, by: User, request_id: str) -> None:
    """Mark the study as being published and queue the work; refuses what cannot be published."""
    begin_publication(study)
    publish_in_background.enqueue(study.pk, by.pk, request_id)
