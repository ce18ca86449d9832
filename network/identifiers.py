"""The registers that know organisations: what their numbers look like, and where one looks them up."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Register:
    """`pattern` is the whole identifier; `address` shows it, if the register has such a page."""

    label: str | Promise
    pattern: str
    example: str
    address: str = ""

    def normal(self, written: str) -> str:
        """The identifier alone, also when its whole address was pasted; ValidationError if it is none."""
        prefix = self.address.removesuffix("{}")
        value = " ".join(written.split()).removesuffix("/")
        value = value.removeprefix(prefix).removeprefix(prefix.removeprefix("https://")) if prefix else value
        if not re.fullmatch(self.pattern, value):
            raise ValidationError(
                _("“%(value)s” does not look like this register's number, which is like %(example)s."),
                params={"value": value, "example": self.example},
            )
        return value


REGISTERS = {
    "ror": Register(_("ROR"), r"0[a-z0-9]{6}\d{2}", "02s8dab97", "https://ror.org/{}"),
    "wikidata": Register(_("Wikidata"), r"Q[1-9]\d*", "Q1773440", "https://www.wikidata.org/entity/{}"),
    "erasmus-oid": Register(_("Erasmus+ organisation ID (OID)"), r"E\d{8}", "E10209378"),
    "pic": Register(_("Participant identification code (PIC)"), r"\d{9}", "999894044"),
    "erasmus-code": Register(_("Erasmus code"), r"[A-Z]{1,3} [A-Z-]+\d{2,3}", "SF VANTAA06"),
}
SCHEMES = [(code, register.label) for code, register in REGISTERS.items()]
