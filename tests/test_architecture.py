"""The layers: imports and relations only go down, and every app has its place."""

import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.models import Field, Model

ROOT = Path(__file__).resolve().parent.parent
LAYERS: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0][
    "layers"
]


def test_imports_only_go_down() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    found = subprocess.run(
        [lint, "--no-cache"], cwd=ROOT, env={"PYTHONPATH": "site:."}, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr


def test_every_package_has_a_layer() -> None:
    ours = [path.parent.name for path in [*ROOT.glob("*/__init__.py"), *ROOT.glob("site/*/__init__.py")]]
    assert sorted(ours) == sorted(LAYERS)
    assert [name for name in settings.INSTALLED_APPS if name in LAYERS] == [name for name in LAYERS if apps_has(name)]


def apps_has(name: str) -> bool:
    return any(config.name == name for config in apps.get_app_configs())


def test_relations_only_go_down() -> None:
    upward = [
        f"{field.model._meta.label}.{field.name} -> {target._meta.label}"
        for field, target in relations()
        if rank(target) < rank(field.model)
    ]
    assert upward == []


def relations() -> Iterator[tuple[Field, type[Model]]]:
    """Every relation between models of ours, but for those to the account that somebody signs in with."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            target = field.related_model
            if not isinstance(field, Field) or not isinstance(target, type) or field.model is not model:
                continue
            if has_rank(model) and has_rank(target) and target._meta.label != settings.AUTH_USER_MODEL:
                yield field, target


def has_rank(model: type[Model]) -> bool:
    return model._meta.app_label in LAYERS


def rank(model: type[Model]) -> int:
    """How far down the layers the model's app is."""
    return LAYERS.index(model._meta.app_label)


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
