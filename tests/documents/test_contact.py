"""What tells how to reach somebody is found in texts, and what only looks like it is left alone."""

import pytest
from pydantic import BaseModel

from documents.contact import first, masked, without_local


@pytest.mark.parametrize(
    ("text", "country", "found"),
    [
        ("Call +358 40 123 4567 after six", "", "+358 40 123 4567"),
        ("＋358401234567", "", "＋358401234567"),
        ("(+358) 40 123 4567", "", "(+358) 40 123 4567"),
        ("Call 040 123 4567 after six", "FI", "040 123 4567"),
        ("Call (09) 123 4567", "FI", "(09) 123 4567"),
        ("tel. ٠٤٠ ١٢٣ ٤٥٦٧", "FI", "٠٤٠ ١٢٣ ٤٥٦٧"),
        ("Κλήση 2310 123456", "GR", "2310 123456"),
        ("Llama al 612 345 678", "ES", "612 345 678"),
        ("Bel 0032 2 525 12 34", "NL", "0032 2 525 12 34"),
        ("<p>Bel <b>02 525 12 34</b></p>", "BE", "02 525 12 34"),
        ("nadia@example.org, 040 123 4567", "FI", "nadia@example.org"),
    ],
)
def test_an_address_or_a_number_is_found(text: str, country: str, found: str) -> None:
    assert first(text, country) == found


@pytest.mark.parametrize("country", ["", "FI", "NL", "BE", "FR", "IT", "GR", "ES", "DE", "UA"])
@pytest.mark.parametrize(
    "text",
    [
        "949512345",  # a PIC
        "2021-1-FI01-KA220-HED-000032173",
        "https://orcid.org/0000-0002-1825-0097 and 0009-0003-4127-8834",
        "ISBN 978-951-39-1234-5, ISBN 0-306-40615-2, ISSN 0317-8471",
        "Taught 2019–2023 and 2024, 31.12.2022 at 09:00–17:00",
        "1 500 000 000 euros for 12 000 people",
        "https://example.org/publication/340123456_Title <a href='https://example.org/2021/612345678.html'>and</a>",
        "https://example.org/groups/0401234567",
        "10.1000/182, @nadia, 2 + 2, C++",
        "",
    ],
)
def test_other_numbers_and_signs_are_left_alone(text: str, country: str) -> None:
    assert first(text, country) == ""
    assert masked(text) == text


def test_numbers_of_the_country_are_left_out_of_a_documents_texts_and_of_nothing_else() -> None:
    class Picture(BaseModel):
        alt: str
        url: str

    class Card(BaseModel):
        text: str
        slug: str
        photo: Picture

    link = "<a href='https://example.org/0401234567'>this</a>"
    address = "a/portrait-040-123-4567.jpg"
    photo = Picture(alt="Nadia, 040 123 4567", url=address)
    card = Card(text=f"<p>Call 0401234567, see {link}</p>", slug="nadia-040-123-4567", photo=photo)
    told = without_local(card, ["BE", "FI"])
    assert told.text == f"<p>Call …, see {link}</p>"
    assert told.photo == Picture(alt="Nadia, …", url=address)
    assert told.slug == card.slug
    for countries in ([], ["GR"]):
        assert without_local(card, countries) is card
