from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from catalogue.models import source_pks
        from pages.models import BasePage

        BasePage.source_pks = staticmethod(source_pks)
