"""Where consent is recorded and withdrawn, and what an editor fills in there."""

from typing import Any

from django.urls import reverse

from people.models import Person


def record_url(person: Person, purpose: str = "profile", language: str = "en") -> str:
    return reverse("persons:record", args=[person.pk, f"{purpose}.1.{language}"])


def withdraw_url(person: Person, purpose: str = "profile") -> str:
    return reverse("persons:withdraw", args=[person.pk, purpose])


def on_paper(**fields: Any) -> dict[str, Any]:
    return {"scope": "public", "channel": "paper", "proof": "Signed, in folder 7", **fields}
