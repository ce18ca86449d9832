from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import Collection, GroupCollectionPermission


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> Path:
    """A var folder for this test alone."""
    settings.VAR_DIR = tmp_path
    return tmp_path


@pytest.fixture
def fetch() -> Callable[..., Any]:
    """Get a file to its end, which is when it is closed."""

    def fetched(browser: Client, url: str, **headers: str) -> Any:
        answer: Any = browser.get(url, headers=headers)
        answer.body = answer.getvalue()
        return answer

    return fetched


@pytest.fixture
def files(var: Path) -> Callable[[], list[str]]:
    """All files that are stored, by their path below the var folder."""
    return lambda: sorted(str(path.relative_to(var)) for path in var.rglob("*") if path.is_file())


@pytest.fixture
def admin(client: Client, db: None) -> Client:
    """A browser in which somebody who may do everything is signed in."""
    client.force_login(get_user_model().objects.create_superuser(email="admin@example.org", password="x" * 20))
    return client


@pytest.fixture
def editor_of(db: None) -> Callable[..., Client]:
    """A browser in which an editor with `codenames` on one collection is signed in."""

    def editor(collection: Collection, *codenames: str) -> Client:
        group = Group.objects.create(name=f"Editors of {collection}")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for codename in codenames:
            permission = Permission.objects.get(codename=codename, content_type__app_label="media")
            GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
        user = get_user_model().objects.create_user(email="editor@example.org", password="x" * 20)
        user.groups.add(group)
        browser = Client()
        browser.force_login(user)
        return browser

    return editor


@pytest.fixture
def collections(db: None) -> tuple[Collection, Collection]:
    """Two organisations' collections."""
    root = Collection.get_first_root_node()
    return root.add_child(name="Here"), root.add_child(name="There")
