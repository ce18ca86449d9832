from people.models.consent import Channel, Consent, ConsentText, GivenBy, Purpose, Scope, State
from people.models.person import Person
from people.models.user import User
from people.querysets import LedgerError

__all__ = [
    "Channel",
    "Consent",
    "ConsentText",
    "GivenBy",
    "LedgerError",
    "Person",
    "Purpose",
    "Scope",
    "State",
    "User",
]
