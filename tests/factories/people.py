"""Accounts, persons and consents."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from people.models import Consent, ConsentText, Person, Purpose, User
from people.services import record_consent

PASSWORD = "correct horse battery staple"


_numbers = count(1)


def new_user(*, password: str = PASSWORD, **fields: Any) -> User:
    """An account without any right."""
    number = next(_numbers)
    values = {"email": f"user{number}@example.org", "name": f"Ursula User {number}", **fields}
    return User.objects.create_user(password=password, **values)


def new_person(**fields: Any) -> Person:
    """A person who has agreed to nothing."""
    return Person.objects.create(**{"name": f"Amina Example {next(_numbers)}", **fields})


def group(name: str, *permissions: str) -> Group:
    """A group that may enter the admin, and has these permissions besides ("people.add_person")."""
    made = Group.objects.get_or_create(name=name)[0]
    for permission in ("wagtailadmin.access_admin", *permissions):
        label, codename = permission.split(".")
        made.permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))
    return made


def editor(*permissions: str, of: str = "Editors") -> User:
    """An account in the group `of` with these permissions."""
    user = new_user()
    user.groups.add(group(of, *permissions))
    return user


def text(purpose: str = Purpose.PROFILE, language: str = "en") -> ConsentText:
    """The newest text as it is shipped."""
    found = ConsentText.objects.shown(purpose, [language])
    assert found is not None
    return found


def consent(person: Person, purpose: str = Purpose.PROFILE, *, days_ago: float = 1, **fields: Any) -> Consent:
    """A consent that the person gave in the past."""
    fields.setdefault("given_at", timezone.now() - timedelta(days=days_ago))
    return record_consent(person, purpose, text(purpose), **fields)
