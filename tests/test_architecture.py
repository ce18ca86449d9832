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


def test_every_app_has_a_layer() -> None:
    ours = [config.name for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT / "site")]
    ours += [path.parent.name for path in ROOT.glob("*/apps.py")]
    layered = [name.strip() for layer in LAYERS for name in layer.split("|")]
    assert sorted(ours) == sorted(layered)
    assert [name for name in settings.INSTALLED_APPS if name in layered] == layered


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
    return any(model._meta.app_label in layer.split(" | ") for layer in LAYERS)


def rank(model: type[Model]) -> int:
    """How far down the layers the model's app is."""
    return next(at for at, layer in enumerate(LAYERS) if model._meta.app_label in layer.split(" | "))


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
