"""Which fields are given, what stands beside, how rich text is written, and what that costs."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from catalogue.checking import settle
from catalogue.models import Entry
from documents.document import ThingRef
from lecturers.models import LecturerPage
from network.models import OrganisationPage
from people.services import withdraw_consent
from tests.api.conftest import Get
from tests.api.documents import lecturer_entry, organisation_entry, several
from tests.api.test_caching import queries
from tests.factories.entries import withdraw
from tests.factories.pages import publish

pytestmark = pytest.mark.django_db
KEY = UUID("11111111-2222-4333-8444-555555555555")
ORG = UUID("22222222-2222-4333-8444-555555555555")


def refers_to(key: UUID) -> ThingRef:
    return ThingRef(id=key, type="organisation", title="As it was called", url="\0origin/en/org/")


@pytest.fixture
def pair(db: None) -> Entry:
    """A lecturer who refers to an organisation that is public in English and Finnish."""
    organisation_entry("Sunrise Association", "en", key=ORG, description="<p>We <b>teach</b></p>")
    organisation_entry("Auringonnousu ry", "fi", key=ORG)
    return lecturer_entry(
        key=KEY, slug="nadia", bio="<p>Reads &amp; <i>writes</i> [sic]</p>", organisation=refers_to(ORG)
    )


PATHS = [f"/lecturers/{KEY}", "/lecturers/by-slug/nadia", "/lecturers", "/search?kind=lecturer"]


def first(response: Any) -> dict[str, Any]:
    """The one thing that is given, in a list or not."""
    data = response.json()["data"]
    found: dict[str, Any] = data[0] if isinstance(data, list) else data
    return found


def with_asked(path: str, asked: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}{asked}"


@pytest.mark.parametrize("path", PATHS)
class TestFields:
    def test_only_these_are_given(self, get: Get, pair: Entry, path: str) -> None:
        whole = first(get(path))
        some = first(get(with_asked(path, "fields=title,seq,languages")))
        assert some == {name: whole[name] for name in ("id", "type", "title", "seq", "languages")}
        assert first(get(with_asked(path, "fields=id"))) == {"id": str(KEY), "type": "lecturer"}

    def test_all_of_them_are_the_whole(self, get: Get, pair: Entry, path: str) -> None:
        whole = first(get(path))
        assert first(get(with_asked(path, f"fields={','.join(whole)}"))) == whole

    @pytest.mark.parametrize(("asked", "meant"), [("titel", "title"), ("title,langages", "languages")])
    def test_unknown_ones_are_refused(self, get: Get, pair: Entry, path: str, asked: str, meant: str) -> None:
        response = get(with_asked(path, f"fields={asked}"))
        assert response.status_code == 400
        (error,) = response.json()["errors"]
        assert (error["parameter"], error["code"]) == ("fields", "unknown-value")
        assert meant in error["did_you_mean"]

    def test_what_a_person_hides_has_no_field_to_ask_for(self, get: Get, nadia: LecturerPage, path: str) -> None:
        hidden = first(get(with_asked(f"/lecturers/{nadia.translation_key}", "fields=family_name,city")))
        assert {name: hidden[name] for name in ("family_name", "city")} == {"family_name": "", "city": ""}
        assert get(with_asked(path, "fields=family_name_visibility")).status_code == 400


@pytest.mark.parametrize("path", PATHS)
class TestInclude:
    def test_what_is_referred_to_is_given_whole(self, get: Get, pair: Entry, path: str) -> None:
        whole = get(f"/organisations/{ORG}").json()["data"]
        response = get(with_asked(path, "include=organisation&fields=title"))
        assert response.json()["included"] == {"organisation": {str(ORG): whole}}
        assert get(path).json()["included"] == {}

    def test_it_comes_in_the_best_language(self, get: Get, pair: Entry, path: str) -> None:
        asked = "include=organisation&locale=fi&fallback=any"
        shown = get(with_asked(path, asked)).json()["included"]["organisation"][str(ORG)]
        assert (shown["title"], shown["is_fallback"]) == ("Auringonnousu ry", False)
        withdraw(Entry.objects.get(thing=ORG, locale="fi"))
        shown = get(with_asked(path, asked)).json()["included"]["organisation"][str(ORG)]
        assert (shown["title"], shown["is_fallback"]) == ("Sunrise Association", True)

    def test_what_is_not_public_is_not_given(self, get: Get, pair: Entry, path: str) -> None:
        asked = with_asked(path, "include=organisation")
        before = get(asked)
        for entry in Entry.objects.filter(thing=ORG):
            withdraw(entry)
        after = get(asked, If_None_Match=before.headers["ETag"])
        assert after.status_code == 200
        assert after.json()["included"] == {}
        assert "Sunrise" not in after.content.decode()

    def test_what_was_never_there_is_not_given(self, get: Get, path: str) -> None:
        lecturer_entry(key=KEY, slug="nadia", organisation=refers_to(uuid4()))
        assert get(with_asked(path, "include=organisation")).json()["included"] == {}

    def test_a_change_of_it_is_a_change_of_the_answer(self, get: Get, pair: Entry, path: str) -> None:
        asked = with_asked(path, "include=organisation")
        before = get(asked)
        assert get(asked, If_None_Match=before.headers["ETag"]).status_code == 304
        organisation_entry("Sunset Association", "en", key=ORG)
        after = get(asked, If_None_Match=before.headers["ETag"])
        assert after.json()["included"]["organisation"][str(ORG)]["title"] == "Sunset Association"

    @pytest.mark.parametrize("asked", ["organization", "topics", "organisation.country", "person"])
    def test_nothing_else_can_be_had(self, get: Get, pair: Entry, path: str, asked: str) -> None:
        response = get(with_asked(path, f"include={asked}"))
        assert (response.status_code, response.json()["errors"][0]["parameter"]) == (400, "include")


def test_a_real_organisation_leaves_with_its_withdrawal(get: Get, nadia: LecturerPage, org: OrganisationPage) -> None:
    asked = f"/lecturers/{nadia.translation_key}?include=organisation"
    assert get(asked).json()["included"]["organisation"][str(org.translation_key)]["title"] == org.title
    assert nadia.person
    withdraw_consent(nadia.person, by=None)
    assert get(asked).status_code == 410
    assert get("/lecturers?include=organisation").json()["included"] == {}


@pytest.mark.parametrize("path", PATHS)
class TestRichText:
    def test_it_is_given_as_markdown(self, get: Get, pair: Entry, path: str) -> None:
        assert first(get(path))["bio"] == "<p>Reads &amp; <i>writes</i> [sic]</p>"
        shown = first(get(with_asked(path, "richtext=markdown")))
        assert shown.pop("bio") == r"Reads \& *writes* \[sic\]"
        assert {name: value for name, value in first(get(path)).items() if name != "bio"} == shown
        assert first(get(with_asked(path, "richtext=html"))) == first(get(path))

    def test_so_is_what_is_included(self, get: Get, pair: Entry, path: str) -> None:
        response = get(with_asked(path, "richtext=markdown&include=organisation&fields=title"))
        assert response.json()["included"]["organisation"][str(ORG)]["description"] == "We **teach**"
        assert set(first(response)) == {"id", "type", "title"}

    def test_another_form_is_refused(self, get: Get, pair: Entry, path: str) -> None:
        error = get(with_asked(path, "richtext=markdwn")).json()["errors"][0]
        assert (error["parameter"], error["did_you_mean"]) == ("richtext", ["markdown"])


def test_no_text_can_forge_the_origin_in_another_shape(get: Get, nadia: LecturerPage, settings: Any) -> None:
    settings.PUBLIC_URL = "https://other.example"
    shaped = get(f"/lecturers/{nadia.translation_key}?fields=bio,url").json()["data"]
    assert shaped["bio"].endswith("A\\B” \\u0000origin</p>")
    assert shaped["url"].startswith("https://other.example/en/")
    written = get(f"/lecturers/{nadia.translation_key}?richtext=markdown").json()["data"]["bio"]
    assert written == r"Teaches “A\\B” \\u0000origin"


def test_each_shape_has_an_etag_of_its_own(get: Get, pair: Entry) -> None:
    asked = ["", "?fields=title", "?fields=slug", "?include=organisation", "?richtext=markdown", "?locale=en"]
    for path in (f"/lecturers/{KEY}", "/lecturers"):
        tags = {get(path + each).headers["ETag"] for each in asked}
        assert len(tags) == len(asked)
    assert get(f"/lecturers/{KEY}").headers["ETag"] == f'"{pair.validator}"'


def test_a_list_goes_on_in_its_shape(get: Get) -> None:
    several(3)
    page = get("/lecturers?sort=title&limit=2&fields=title")
    following = [link for link in page.headers["Link"].split(", ") if 'rel="next"' in link]
    response = get(following[0].partition(">")[0].removeprefix("<https://testserver"))
    assert [set(item) for item in response.json()["data"]] == [{"id", "type", "title"}]
    cursor = page.json()["page"]["next"]
    assert get(f"/lecturers?sort=title&cursor={cursor}").json()["data"][0]["title"] == "Lecturer 002"


@pytest.mark.parametrize("count", [1, 20])
def test_a_shape_costs_no_query_and_what_is_included_one(get: Get, settings: Any, count: int) -> None:
    settings.KEPT_ANSWERS = 0
    organisation_entry(key=ORG)
    several(count, organisation=refers_to(ORG))
    assert queries(lambda: get("/lecturers")) == 2
    assert queries(lambda: get("/lecturers?fields=title&richtext=markdown")) == 2
    assert queries(lambda: get("/lecturers?include=organisation")) == 3
    item = get("/lecturers").json()["data"][0]["id"]
    assert queries(lambda: get(f"/lecturers/{item}?fields=title&richtext=markdown")) == 1
    assert queries(lambda: get(f"/lecturers/{item}?include=organisation")) == 2
    etag = get("/lecturers?include=organisation").headers["ETag"]
    assert queries(lambda: get("/lecturers?include=organisation", If_None_Match=etag)) == 1


def test_a_renamed_organisation_is_renamed_beside_too(get: Get, nadia: LecturerPage, org: OrganisationPage) -> None:
    org.title = "Renamed Association"
    publish(org)
    settle()
    told = get(f"/lecturers/{nadia.translation_key}?include=organisation").json()
    beside = told["included"]["organisation"][str(org.translation_key)]
    assert told["data"]["organisation"]["title"] == beside["title"] == "Renamed Association"
