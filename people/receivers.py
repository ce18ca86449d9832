"""What happens beside a save: connected in `people.apps`."""

from typing import Any

from django.apps import apps
from django.db import connections
from wagtail.models import ModelLogEntry

from media.storage import delete_after_commit
from people.models import Consent, ConsentText
from people.services import load_consent_texts


def load_texts_after_migrate(using: str, **kwargs: Any) -> None:
    """A new database can record consent at once."""
    if ConsentText._meta.db_table in connections[using].introspection.table_names():
        load_consent_texts()


def delete_proof_file(instance: Consent, **kwargs: Any) -> None:
    """With the person their signed papers go too."""
    if instance.proof_file:
        delete_after_commit(instance.proof_file.storage, str(instance.proof_file.name))


def hide_names_in_log(instance: ModelLogEntry, **kwargs: Any) -> None:
    """Wagtail keeps str(object) in its log for good, also after an erasure. Of people the log keeps the id."""
    people = apps.get_app_config("people")
    model = instance.content_type.model_class() if instance.content_type else None
    if model is not None and model._meta.app_config is people:
        instance.label = f"{model._meta.object_name} {instance.object_id}"
