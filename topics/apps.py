from django.apps import AppConfig


class TopicsConfig(AppConfig):
    name = "topics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from topics import forms, services, terms

        forms.register()
        services.connect()
        terms.register()
