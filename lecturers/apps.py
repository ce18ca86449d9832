from django.apps import AppConfig


class LecturersConfig(AppConfig):
    name = "lecturers"
    default_auto_field = "django.db.models.BigAutoField"
