import copy
from datetime import timedelta

import factory
from django.utils import timezone

from surveys.instrument.actions import publish_version
from surveys.models import Campaign, Invitation, Questionnaire, QuestionnaireVersion, Response, Unit
from surveys.tokens import hash_token
from tests.factories.members import OrganisationFactory, PersonFactory


def words(text: str) -> dict:
    return {"es": f"{text} (es)", "en": text}


def choices(*codes: str) -> list[dict]:
    return [{"code": code, "label": words(code), "exclusive": code == "none"} for code in codes]


def ask(variable: str, kind: str, **rest) -> dict:
    return {"variable": variable, "kind": kind, "label": words(f"About {variable}"), **rest}


def page(code: str, *questions: dict, **rest) -> dict:
    return {"code": code, "title": words(f"Page {code}"), "questions": list(questions), **rest}


NUMBER = {"kind": "number", "min": 0, "max": 1000}
TINY = {
    "code": "tiny",
    "title": words("Tiny questionnaire"),
    "languages": ["es", "en"],
    "sections": [
        {
            "code": "company",
            "title": words("Company"),
            "pages": [
                page(
                    "size",
                    ask(
                        "people",
                        "number",
                        required=True,
                        min=0,
                        max=1000,
                        opt_out={"status": "not_known", "label": words("We do not know")},
                    ),
                ),
                page("hiring", ask("hired", "single", required=True, choices=choices("yes", "no"))),
                page(
                    "reasons",
                    ask("reasons", "multiple", required=True, choices=choices("pay", "place", "none")),
                    show_if={"variable": "hired", "is": "yes"},
                ),
            ],
        },
        {
            "code": "staff",
            "title": words("Staff"),
            "pages": [
                page(
                    "roles",
                    ask(
                        "roles",
                        "grid",
                        rows=[{"code": code, "label": words(code)} for code in ("dev", "ops")],
                        columns=[{"code": code, "label": words(code), **NUMBER} for code in ("now", "hard")],
                        opt_out={"status": "not_applicable", "label": words("None of these")},
                    ),
                ),
                page(
                    "abilities",
                    ask(
                        "abilities",
                        "skills",
                        rows=[{"code": "python", "label": words("Python")}],
                        columns=[
                            {
                                "code": "level",
                                "label": words("level"),
                                "kind": "scale",
                                "choices": choices("0", "1", "2"),
                            },
                            {
                                "code": "urgency",
                                "label": words("urgency"),
                                "kind": "single",
                                "choices": choices("none", "now"),
                            },
                        ],
                    ),
                ),
                page("notes", ask("notes", "long_text")),
            ],
        },
    ],
    "checks": [
        {
            "code": "hard-within-now",
            "section": "staff",
            "severity": "hard",
            "message": words("No more hard ones than there are."),
            "rule": {"each_row": "roles", "left": {"col": "hard"}, "at_most": {"col": "now"}},
        },
        {
            "code": "roles-within-people",
            "section": "staff",
            "severity": "soft",
            "message": words("More roles than people."),
            "rule": {
                "left": {"sum": {"variable": "roles", "col": "now"}},
                "at_most": {"variable": "people"},
            },
        },
    ],
}


class QuestionnaireFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Questionnaire

    code = factory.Sequence(lambda n: f"tiny-{n}")
    title = "Tiny questionnaire"


class VersionFactory(factory.django.DjangoModelFactory):
    """A draft of the tiny questionnaire; ``PublishedVersionFactory`` is one in use."""

    class Meta:
        model = QuestionnaireVersion

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    number = factory.Sequence(lambda n: n + 1)
    definition = factory.LazyFunction(lambda: copy.deepcopy(TINY))


class PublishedVersionFactory(VersionFactory):
    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return publish_version(super()._create(model_class, *args, **kwargs), by=None)


class CampaignFactory(factory.django.DjangoModelFactory):
    """An edition in the field: opened yesterday, closes in a month."""

    class Meta:
        model = Campaign

    version = factory.SubFactory(PublishedVersionFactory)
    questionnaire = factory.SelfAttribute("version.questionnaire")
    edition = factory.Sequence(lambda n: f"edition-{n}")
    label = factory.Sequence(lambda n: f"Edition {n}")
    reference_date = "2026-12-31"
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=20))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))
    state = "open"


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    campaign = factory.SubFactory(CampaignFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    name_at_launch = factory.SelfAttribute("organisation.legal_name")


class ResponseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Response

    unit = factory.SubFactory(UnitFactory)
    version = factory.SelfAttribute("unit.campaign.version")


class InvitationFactory(factory.django.DjangoModelFactory):
    """A usable link; ``token`` is what the e-mail holds and is kept on the object for tests."""

    class Meta:
        model = Invitation

    unit = factory.SubFactory(UnitFactory)
    person = factory.SubFactory(PersonFactory)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=60))

    @classmethod
    def _create(cls, model_class, *args, token: str = "", **kwargs):
        count = model_class.objects.count()
        token = token or f"token-{count}"
        invitation = super()._create(model_class, *args, token_hash=hash_token(token), **kwargs)
        invitation.token = token
        return invitation
