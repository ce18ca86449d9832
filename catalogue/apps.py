from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from catalogue import projection
        from pages.models import BasePage

        BasePage.find_source = staticmethod(projection.find_source)
