import pytest
from django.urls import reverse

from skills.models import Occupation, ProfileSkill, Skill
from tests.factories.skills import DemandFactory, ProfileFactory, SkillFactory

pytestmark = pytest.mark.django_db


def add_profile(n: int) -> None:
    occupation = Occupation.objects.create(
        esco_uri=f"http://data.europa.eu/esco/occupation/{n}", esco_code=f"2512.{n}", label=f"O{n}"
    )
    profile = ProfileFactory(occupation=occupation)
    ProfileSkill.objects.create(profile=profile, skill=SkillFactory())


def shown(response) -> set[str]:
    return {str(row) for row in response.context["cl"].result_list}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("skill", 6), ("occupation", 7), ("profile", 6), ("demand", 7)]
)
def test_vocabulary_lists_cost_the_same_queries(
    manager_client, django_assert_num_queries, rows, name, queries
):
    for n in range(rows):
        add_profile(n)
        DemandFactory()

    with django_assert_num_queries(queries):
        response = manager_client.get(reverse(f"admin:skills_{name}_changelist"))
    # a demand brings a profile of its own
    assert len(shown(response)) == rows * (2 if name == "profile" else 1)


@pytest.mark.parametrize("name", ["skill", "occupation", "profile"])
def test_vocabulary_offers_a_form_to_add(manager_client, name):
    response = manager_client.get(reverse(f"admin:skills_{name}_add"))

    assert response.context["adminform"].form.errors == {}


def test_skill_list_finds_without_accents_in_either_language(manager_client):
    SkillFactory(label_es="Programación web", label_en="Web programming")
    SkillFactory(label_es="Redes", label_en="Networks")
    url = reverse("admin:skills_skill_changelist")

    assert shown(manager_client.get(f"{url}?q=programacion")) == {"Programación web"}
    assert shown(manager_client.get(f"{url}?q=networks")) == {"Redes"}


def test_skill_form_saves_both_languages_and_no_address(manager_client):
    data = {"code": "cobol", "label_es": "COBOL clásico", "label_en": "Classic COBOL"}
    data |= {"domain": "development", "esco_uri": ""}

    response = manager_client.post(reverse("admin:skills_skill_add"), data)

    assert response.status_code == 302
    skill = Skill.objects.get(code="cobol")
    assert (skill.label_es, skill.label_en, skill.esco_uri) == ("COBOL clásico", "Classic COBOL", None)


def test_profile_form_saves_its_skills(manager_client):
    profile, skill = ProfileFactory(), SkillFactory()
    data = {"code": profile.code, "label_es": "Perfil", "study_group": "programmers"}
    data |= {"profile_skills-TOTAL_FORMS": 1, "profile_skills-INITIAL_FORMS": 0}
    data |= {"profile_skills-0-skill": skill.pk, "profile_skills-0-relation": "optional"}

    response = manager_client.post(reverse("admin:skills_profile_change", args=[profile.pk]), data)

    assert response.status_code == 302
    assert list(profile.profile_skills.values_list("skill", "relation")) == [(skill.pk, "optional")]


def test_demand_is_only_shown(manager_client):
    demand = DemandFactory()

    assert manager_client.get(reverse("admin:skills_demand_add")).status_code == 403
    change = reverse("admin:skills_demand_change", args=[demand.pk])
    assert manager_client.post(change, {"companies": 1}).status_code == 403
    demand.refresh_from_db()
    assert demand.companies == 12
