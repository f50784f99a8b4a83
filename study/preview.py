"""What a publication would freeze, in a few lines, for the person about to press the button."""

from django.utils.translation import gettext as _

from study.languages import spoken
from study.models import Study
from study.reading import figures_of, findings_of
from study.snapshot import take_snapshot
from study.wording import n_of_with_share, number


def preview_of(study: Study) -> list[tuple[str, str]]:
    payload = take_snapshot(study)
    method = payload["method"]
    plan = payload["plan"]
    return [
        (_("Answers"), n_of_with_share(method["answers"], method["population"])),
        (_("Result tables"), number(len(payload["tables"]))),
        (_("Sentences"), number(len(findings_of(payload)))),
        (_("Figures with their chart"), number(len(figures_of(payload)))),
        (_("Published offers"), number(payload["supply"]["offers"])),
        (_("Gaps"), number(len(payload["gap"]))),
        (_("Plan"), f"{spoken(plan['title'])} ({number(len(plan['nodes']))})" if plan else "–"),
        (_("Languages"), _("Spanish and English, each with its PDF")),
    ]
