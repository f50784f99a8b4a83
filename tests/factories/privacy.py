import factory

from privacy.models import DataSubjectRequest
from tests.factories.members import PersonFactory


class DataSubjectRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DataSubjectRequest

    kind = "erasure"
    person = factory.SubFactory(PersonFactory)
