"""Numbers of registers: recognised however they are written, refused when they are none."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from network.identifiers import REGISTERS
from network.models import OrganisationPage
from tests.factories.pages import organisation, site_tree
from tests.factories.people import new_user
from tests.network.filling import house


@pytest.mark.parametrize(
    ("scheme", "written", "kept"),
    [
        ("ror", "https://ror.org/02s8dab97", "02s8dab97"),
        ("ror", "ror.org/02s8dab97/", "02s8dab97"),
        ("ror", "HTTPS://ROR.org/02S8DAB97", "02s8dab97"),
        ("ror", "02mhbdp94", "02mhbdp94"),
        ("ror", "05gq02987", "05gq02987"),
        ("wikidata", "https://www.wikidata.org/entity/Q1773440", "Q1773440"),
        ("wikidata", "wikidata.org/wiki/Q1773440", "Q1773440"),
        ("wikidata", "q1773440", "Q1773440"),
        ("erasmus-oid", " E10209378 ", "E10209378"),
        ("erasmus-oid", "e10209378", "E10209378"),
        ("pic", "999894044", "999894044"),
        ("pic", " 999 894\u00a0044 ", "999894044"),
        ("erasmus-oid", "E 1020 9378", "E10209378"),
        ("erasmus-code", "SF  VANTAA06", "SF VANTAA06"),
        ("erasmus-code", "b bruxel05", "B BRUXEL05"),
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


@pytest.mark.parametrize("at", range(1, 9))
def test_a_slip_in_one_place_of_a_ror_is_noticed(at: int) -> None:
    good = "02s8dab97"
    slips = [good[:at] + digit + good[at + 1 :] for digit in "0123456789" if digit != good[at]]
    for slip in slips:
        with pytest.raises(ValidationError, match="do not fit those before"):
            REGISTERS["ror"].normal(slip)


@pytest.mark.parametrize(
    ("scheme", "written"),
    [
        ("ror", "12s8dab97"),
        ("ror", "02s8dal97"),  # no l, which is taken for a 1
        ("wikidata", "Q0123"),
        ("wikidata", "P31"),
        ("erasmus-oid", "E1020937"),
        ("erasmus-oid", "F10209378"),
        ("pic", "99989404"),
        ("pic", "٩٩٩٨٩٤٠٤٤"),
        ("erasmus-code", "VANTAA06"),
    ],
)
def test_what_another_register_or_nobody_would_write_is_refused(scheme: str, written: str) -> None:
    with pytest.raises(ValidationError, match="does not look like"):
        REGISTERS[scheme].normal(written)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("scheme", "values", "named"),
    [
        ("ror", ("02s8dab97", "02mhbdp94"), "ROR"),
        ("pic", ("999894044", "999 999 999"), "Participant identification code (PIC)"),
        ("erasmus-oid", ("E10209378", "E10209379"), "Erasmus+ organisation ID (OID)"),
        ("wikidata", ("Q1", "Q2"), "Wikidata"),
    ],
)
def test_a_register_knows_it_once(client: Client, scheme: str, values: tuple[str, str], named: str) -> None:
    site_tree()
    page = organisation()
    client.force_login(new_user(is_superuser=True))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    sent = house(page, [("erasmus-code", "B BRUXEL05"), *((scheme, value) for value in values)], offers="Kept")
    response = client.post(edit, sent)
    errors = [row.errors for row in response.context["form"].formsets["identifiers"].forms]
    assert errors == [{}, {}, {"scheme": [f"{named} stands here twice. Keep the one that is right."]}]
    assert response.context["form"]["offers"].value() == "Kept"
    assert client.post(edit, {**sent, "identifiers-2-DELETE": "on"}).status_code == 302
    draft = OrganisationPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [number.value for number in draft.identifiers.all()] == ["B BRUXEL05", values[0]]


@pytest.mark.django_db
def test_the_form_keeps_numbers_and_says_what_is_wrong(client: Client) -> None:
    site_tree()
    page = organisation()
    client.force_login(new_user(is_superuser=True))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = client.post(edit, house(page, [("ror", "nothing")], website="https://example.org/kept")).content.decode()
    assert "does not look like this register&#x27;s number, which is like 02s8dab97" in answer
    assert "https://example.org/kept" in answer
    assert client.post(edit, house(page, [("ror", "https://ror.org/02s8dab97")])).status_code == 302
    draft = OrganisationPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [number.address for number in draft.identifiers.all()] == ["https://ror.org/02s8dab97"]
