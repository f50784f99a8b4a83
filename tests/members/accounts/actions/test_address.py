"""Another address for an account."""

import re

import pytest

from members.accounts import actions
from members.accounts.actions import AccessRefused
from tests.factories.members import (
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_changed_address_signs_in_and_the_old_one_hears_of_it(sent):
    user = UserFactory(email="ada@old.example")

    (mail,) = sent(actions.change_email, user, email="Ada@new.example")

    user.refresh_from_db()
    assert user.email == "ada@new.example"
    assert mail.to == ["ada@old.example"]


def test_changed_address_must_be_free(sent):
    UserFactory(email="taken@example.org")
    user = UserFactory(email="ada@example.org")

    with pytest.raises(AccessRefused):
        actions.change_email(user, email="taken@example.org")

    user.refresh_from_db()
    assert user.email == "ada@example.org"


def test_link_of_a_new_address_is_for_its_account_and_good_once(sent):
    user, other = UserFactory(), UserFactory()
    (mail,) = sent(actions.ask_email_change, user, email="new@example.org")
    token = re.search(r"/([\w-]+:[\w-]+:[\w-]+)/", mail.body).group(1)

    assert actions.read_email_change(other, token) is None
    assert actions.read_email_change(user, token) == "new@example.org"
    actions.change_email(user, email="new@example.org")
    assert actions.read_email_change(user, token) is None
