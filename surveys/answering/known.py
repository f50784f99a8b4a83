"""Published versions that this process has met: they never change, so each is read once."""

from surveys.enums import VersionStatus
from surveys.models import QuestionnaireVersion

_versions: dict[int, QuestionnaireVersion] = {}


def known_version(pk: int) -> QuestionnaireVersion:
    """Return a version without its definition, which ``compiled`` reads once; not to be changed."""
    if version := _versions.get(pk):
        return version
    versions = QuestionnaireVersion.objects.select_related("questionnaire").defer("definition")
    version = versions.get(pk=pk)
    if version.status == VersionStatus.PUBLISHED:
        _versions[pk] = version
    return version
