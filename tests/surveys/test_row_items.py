import pytest
from django.db import IntegrityError
from django.utils import timezone

from surveys.models import RowItem
from tests.factories.surveys import ResponseFactory

pytestmark = pytest.mark.django_db


def test_a_removed_row_keeps_its_key():
    response = ResponseFactory()
    item = RowItem.objects.create(response=response, list_code="roles", position=1, removed_at=timezone.now())

    with pytest.raises(IntegrityError, match="row_item_once"):
        RowItem.objects.create(response=response, list_code="roles", key=item.key, position=2)
