"""The project itself as an app: its checks and commands."""

from django.apps import AppConfig
from django.core.checks import register

from config.checks import check_environment


class SiteConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        register(check_environment, "environment")
