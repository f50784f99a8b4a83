import factory

from skills.models import Demand, Profile, Skill


class SkillFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Skill

    code = factory.Sequence(lambda n: f"skill-{n}")
    label = factory.Sequence(lambda n: f"Skill {n}")
    domain = "development"


class ProfileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Profile

    code = factory.Sequence(lambda n: f"profile-{n}")
    label = factory.Sequence(lambda n: f"Profile {n}")
    study_group = "programmers"


class DemandFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Demand

    edition = "2025"
    edition_label = "Edition 2025"
    reference_date = "2025-12-31"
    profile = factory.SubFactory(ProfileFactory)
    companies = 12
    answers = 30
    population = 34
    rank = 1
    study_path = "/estudio/2025/"
