from importlib import import_module

from django.apps import AppConfig


class LecturersConfig(AppConfig):
    name = "lecturers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("lecturers.document")  # registers the kind
        import_module("lecturers.erasing").connect()
