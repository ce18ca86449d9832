from people.models.consent import Channel, Consent, ConsentText, GivenBy, LedgerError, Purpose, Scope
from people.models.person import Person
from people.models.user import User

__all__ = [
    "Channel",
    "Consent",
    "ConsentText",
    "GivenBy",
    "LedgerError",
    "Person",
    "Purpose",
    "Scope",
    "User",
]
