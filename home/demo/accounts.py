"""One account for each role, with passwords that only those who have this installation's key can know."""

import base64
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from network.models import OrganisationPage
from network.roles import network_editors, organisation_editors, translators, without_stock_groups
from people.models import User


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in, and as what."""

    email: str
    name: str
    role: str

    @property
    def password(self) -> str:
        """Made from the secret key: the same at every start, and another one in every installation."""
        digest = salted_hmac("home.demo.accounts", self.email, algorithm="sha256").digest()
        letters = base64.b32encode(digest).decode().lower()
        return "-".join(letters[at : at + 4] for at in (0, 4, 8))


ADMINISTRATOR = Account("admin@example.org", "Ada Admin", "administrator")
NETWORK_EDITOR = Account("network@example.org", "Nils Network", "editor of the whole network")
ORGANISATION_EDITOR = Account("emp@example.org", "Olu Organisation", "editor of European Migrant Platform")
TRANSLATOR = Account("translator@example.org", "Tuuli Translator", "translator")
ACCOUNTS = (ADMINISTRATOR, NETWORK_EDITOR, ORGANISATION_EDITOR, TRANSLATOR)


def make_network_accounts() -> User:
    """Those who need no organisation; returns the network's editor."""
    without_stock_groups()
    User.objects.create_superuser(ADMINISTRATOR.email, ADMINISTRATOR.password, name=ADMINISTRATOR.name)
    for account, group in ((NETWORK_EDITOR, network_editors()), (TRANSLATOR, translators())):
        _make(account).groups.add(group)
    return User.objects.get(email=NETWORK_EDITOR.email)


def make_organisation_account(organisation: OrganisationPage) -> None:
    _make(ORGANISATION_EDITOR).groups.add(organisation_editors(organisation))


def _make(account: Account) -> User:
    return User.objects.create_user(account.email, account.password, name=account.name)
