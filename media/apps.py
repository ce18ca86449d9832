from django.apps import AppConfig
from django.db.models.signals import post_delete


class MediaConfig(AppConfig):
    name = "media"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from media.models import PublicRendition
        from media.renditions import remove_file

        post_delete.connect(remove_file, sender=PublicRendition)
