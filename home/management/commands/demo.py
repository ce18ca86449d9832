"""`manage.py demo`: a network to look at, with people who do not exist."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from wagtail.models import Page

from catalogue import checking
from catalogue.models import Entry
from home.demo import accounts, crowd, texts
from home.demo.handing import hand_over
from home.demo.making import Maker, identifier
from home.demo.waiting import marked_once, tasks_once_each
from network.models import OrganisationPage
from people.models import User
from tests.factories.pages import publish_tree
from topics.loader import load, read


class Command(BaseCommand):
    help = "Fill an empty database with the demo content. Does nothing to a database that has pages of its own."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--lecturers",
            type=int,
            default=0,
            metavar="N",
            help="Add so many more lecturers, in bulk, to try its size.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not OrganisationPage.objects.filter(translation_key=identifier("organisation", "laurea")).exists():
            if Page.objects.filter(depth__gt=2).exists():
                self.stdout.write("This site has pages of its own: no demo content was added.")
                return
            make()
            checking.settle()
        if wanting := crowd.wanting(options["lecturers"]):
            crowd.make(wanting)
        self.report()

    def report(self) -> None:
        """What there is, and how to sign in."""
        public = Entry.objects.public()
        for kind in ("organisation", "project", "lecturer", "post"):
            entries = public.filter(kind=kind)
            things = entries.values("thing").distinct().count()
            self.stdout.write(f"  {things} public {kind}s in {entries.count()} language versions")
        self.stdout.write("")
        for account in accounts.ACCOUNTS:
            user = User.objects.filter(email=account.email).first()
            if user and user.check_password(account.password):
                self.stdout.write(f"  {account.email:<24} {account.password}  {account.role}")


@transaction.atomic
@tasks_once_each()
@marked_once()
def make() -> None:
    """The whole demo, or nothing if it fails."""
    load(read())
    told = texts.site()
    publish_tree(texts.LANGUAGES, {language: [page.fields() for page in told[language].pages] for language in told})
    maker = Maker(editor=accounts.make_network_accounts())
    for key, organisation in texts.organisations().items():
        maker.organisation(key, organisation)
    accounts.make_organisation_account(maker.organisations["european-migrant-platform"])
    for key, project in texts.projects().items():
        maker.project(key, project)
    for key, lecturer in texts.lecturers().items():
        maker.lecturer(key, lecturer)
    for key, organisation in texts.organisations().items():
        maker.contact(key, organisation)
    for key, words in texts.missing_topics().items():
        maker.missing_topics(key, words)
    for key, post in texts.posts().items():
        maker.post(key, post)
    for key, handed in texts.handed_over().items():
        hand_over(maker.profile(key), handed)
