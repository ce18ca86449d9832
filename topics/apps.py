from django.apps import AppConfig


class TopicsConfig(AppConfig):
    name = "topics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from topics import forms, proposing, services, terms

        forms.register()
        proposing.connect()
        services.connect()
        terms.register()
