"""`manage.py roles`: the groups that accounts are put into."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from network.models import OrganisationPage
from network.roles import network_editors, organisation_editors, translators, without_stock_groups


class Command(BaseCommand):
    help = "Make or mend the groups of the network's editors, of translators and of every organisation's editors."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        groups = [network_editors(), translators()]
        groups += [organisation_editors(page) for page in OrganisationPage.objects.order_by("path")]
        without_stock_groups()
        for name in sorted({group.name for group in groups}):
            self.stdout.write(f"  {name}")
