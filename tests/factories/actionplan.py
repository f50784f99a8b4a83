import factory

from actionplan.models import Indicator, Milestone, Node, NodeNeed, NodeOffer, NodeParty, Observation, Plan
from surveys.models import Need
from tests.factories.members import OrganisationFactory
from tests.factories.skills import ProfileFactory, SkillFactory
from tests.factories.surveys import CampaignFactory


class PlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Plan

    code = factory.Sequence(lambda n: f"plan-{n}")
    title = factory.Sequence(lambda n: f"Plan {n}")
    status = "in_force"
    is_public = True


class NodeFactory(factory.django.DjangoModelFactory):
    """An action by default; ``ObjectiveFactory``, ``LineFactory`` and ``PackageFactory`` hold it."""

    class Meta:
        model = Node

    plan = factory.SubFactory(PlanFactory)
    kind = "action"
    code = factory.Sequence(lambda n: f"a9-{n}")
    title = factory.Sequence(lambda n: f"Action {n}")
    provenance = "proposal"


class ObjectiveFactory(NodeFactory):
    kind = "objective"
    code = factory.Sequence(lambda n: f"o{n}")
    title = factory.Sequence(lambda n: f"Objective {n}")


class LineFactory(NodeFactory):
    kind = "line"
    code = factory.Sequence(lambda n: f"l{n}")
    title = factory.Sequence(lambda n: f"Line {n}")
    parent = factory.SubFactory(ObjectiveFactory, plan=factory.SelfAttribute("..plan"))


class PackageFactory(NodeFactory):
    kind = "package"
    code = factory.Sequence(lambda n: f"pq{n}")
    title = factory.Sequence(lambda n: f"Package {n}")
    parent = factory.SubFactory(LineFactory, plan=factory.SelfAttribute("..plan"))


class ActionFactory(NodeFactory):
    """An action that stands where it should: in a package, in a line, in an objective."""

    parent = factory.SubFactory(PackageFactory, plan=factory.SelfAttribute("..plan"))


class NodePartyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NodeParty

    node = factory.SubFactory(ActionFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = "lead"


class MilestoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Milestone

    node = factory.SubFactory(ActionFactory)
    title = factory.Sequence(lambda n: f"Milestone {n}")


class IndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Indicator
        skip_postgeneration_save = True

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda n: f"indicator-{n}")
    name = factory.Sequence(lambda n: f"Indicator {n}")
    level = "output"
    unit = "count"

    @factory.post_generation
    def nodes(self, create, extracted, **kwargs):
        if extracted:
            self.nodes.set(extracted)


class ObservationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Observation

    indicator = factory.SubFactory(IndicatorFactory)
    period_label = "2025"
    observed_on = "2025-12-31"
    value = 12
    source = "A public note"


class NeedFactory(factory.django.DjangoModelFactory):
    """A published need for a profile; ``SkillNeedFactory`` is one for a skill."""

    class Meta:
        model = Need

    campaign = factory.SubFactory(CampaignFactory)
    profile = factory.SubFactory(ProfileFactory)
    measure = "companies_asking"
    status = "published"
    value = 12
    answers = 28
    population = 34
    rank = factory.Sequence(lambda n: n + 1)
    method = "Companies that plan to hire, over companies that answered"


class SkillNeedFactory(NeedFactory):
    profile = None
    skill = factory.SubFactory(SkillFactory)
    measure = "skill_needed"
    level = "3.4"


class NodeNeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NodeNeed

    node = factory.SubFactory(ActionFactory)
    need = factory.SubFactory(NeedFactory)


class NodeOfferFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NodeOffer

    node = factory.SubFactory(ActionFactory)
