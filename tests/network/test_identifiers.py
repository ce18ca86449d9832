"""Numbers of registers: recognised however they are written, refused when they are none."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from network.identifiers import REGISTERS
from network.models import OrganisationPage
from tests.factories.pages import organisation, site_tree
from tests.factories.people import new_user
from tests.network.filling import profile


@pytest.mark.parametrize(
    ("scheme", "written", "kept"),
    [
        ("ror", "https://ror.org/02s8dab97", "02s8dab97"),
        ("ror", "ror.org/02s8dab97/", "02s8dab97"),
        ("wikidata", "https://www.wikidata.org/entity/Q1773440", "Q1773440"),
        ("erasmus-oid", " E10209378 ", "E10209378"),
        ("pic", "999894044", "999894044"),
        ("erasmus-code", "SF  VANTAA06", "SF VANTAA06"),
    ],
)
def test_the_number_alone_is_kept(scheme: str, written: str, kept: str) -> None:
    assert REGISTERS[scheme].normal(written) == kept


@pytest.mark.parametrize("scheme", REGISTERS)
@pytest.mark.parametrize(
    "written", ["not a number", "https://evil.example/02s8dab97", "javascript:alert(1)", "-", "x\0"]
)
def test_what_is_none_is_refused_with_an_example(scheme: str, written: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        REGISTERS[scheme].normal(written)
    assert REGISTERS[scheme].example in str(refusal.value)
    assert REGISTERS[scheme].normal(REGISTERS[scheme].example) == REGISTERS[scheme].example


def sent(page: OrganisationPage, *numbers: tuple[str, str], **fields: Any) -> dict[str, Any]:
    rows = {
        f"identifiers-{n}-{name}": value
        for n, (scheme, number) in enumerate(numbers)
        for name, value in {"scheme": scheme, "value": number, "ORDER": str(n + 1)}.items()
    }
    count = {"identifiers-TOTAL_FORMS": str(len(numbers)), "identifiers-INITIAL_FORMS": "0"}
    filled = {"organisation_type": "ngo", "description": "null", **fields}
    return {**profile(title=page.title, slug=page.slug), **filled, **count, **rows}


@pytest.mark.django_db
def test_the_form_keeps_numbers_and_says_what_is_wrong(client: Client) -> None:
    site_tree()
    page = organisation()
    client.force_login(new_user(is_superuser=True))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = client.post(edit, sent(page, ("ror", "nothing"), website="https://example.org/kept")).content.decode()
    assert "does not look like this register&#x27;s number, which is like 02s8dab97" in answer
    assert "https://example.org/kept" in answer
    assert client.post(edit, sent(page, ("ror", "https://ror.org/02s8dab97"))).status_code == 302
    draft = OrganisationPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [number.address for number in draft.identifiers.all()] == ["https://ror.org/02s8dab97"]
