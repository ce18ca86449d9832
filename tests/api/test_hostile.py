"""Whatever is sent to whichever endpoint: a harmless answer, or a problem that says what was wrong."""

from typing import Any

import pytest
from django.test import Client

from tests.api.conftest import Get, assert_problem
from tests.api.documents import lecturer_entry
from tests.api.endpoints import DESCRIBED, address, one_of_each, parameters
from tests.hostile import HEADERS, HOSTS, NAMES, VALUES

pytestmark = pytest.mark.django_db
LISTS = [path for path in DESCRIBED if "q" in parameters(path)]


@pytest.fixture(autouse=True)
def _things(var: object, db: None) -> None:
    one_of_each()


def assert_harmless(response: Any, sent: str) -> None:
    assert response.status_code in (200, 304, 400, 404), sent
    assert "Set-Cookie" not in response.headers
    if not response.headers["Content-Type"].startswith("text/html"):
        assert b"<" not in response.content, sent
    assert b"alert(1)</script>" not in response.content
    assert b"<img src=x" not in response.content
    assert len(response.content) < 400_000
    if response.status_code == 400:
        assert response.json()["errors"], sent


@pytest.mark.parametrize("path", DESCRIBED)
class TestEveryEndpoint:
    def test_each_parameter_may_hold_anything(self, get: Get, path: str) -> None:
        """Each value in all parameters at once, and each parameter alone with some of the values."""
        at, names = address(get, path), list(parameters(path))
        for value in VALUES:
            asked = "&".join(f"{name}={value}" for name in names)
            assert_harmless(get(f"{at}?{asked}"), asked[:200])
        for number, name in enumerate(names):
            for value in VALUES[number % 5 :: 5]:
                assert_harmless(get(f"{at}?{name}={value}"), f"{name}={value[:100]}")

    def test_each_name_may_be_anything(self, get: Get, path: str) -> None:
        at = address(get, path)
        for name in {*NAMES} - {*parameters(path)}:
            for value in ("", "=", "=1", "=1&" + name + "=2"):
                response = get(f"{at}?{name}{value}")
                assert_harmless(response, name)
                assert response.status_code == 400 or not name + value, name
        assert get(f"{at}?{'&'.join(f'a{n}=1' for n in range(5_000))}").status_code == 400

    def test_each_header_may_be_anything(self, get: Get, path: str) -> None:
        at = address(get, path)
        for name, values in HEADERS.items():
            for value in values:
                response = get(at, **{name: value})
                assert_harmless(response, f"{name}: {value[:100]}")
                assert response.status_code in (200, 304)
                assert value[:100] not in str(response.headers) or len(value) < 8

    def test_each_host_that_is_not_ours_is_refused(self, get: Get, client: Client, path: str) -> None:
        at = address(get, path)
        for host in HOSTS:
            response = client.get(at, headers={"Host": host})
            assert response.status_code == 400, host
            assert_problem(response)
            assert b"evil" not in response.content

    def test_what_stands_in_the_path_may_be_anything(self, get: Get, path: str) -> None:
        listing, _, name = path.partition("/{")
        for value in VALUES if name else ():
            if "?" not in value and "#" not in value:
                response = get(f"{listing}/{value}")
                if response.status_code == 308:
                    response = get(response.headers["Location"])
                assert response.status_code in (400, 404), value[:100]
                assert b"<" not in response.content


@pytest.mark.parametrize(
    "written",
    ["Zoë", "Zoe\u0308", "ZOË", "zoe", "zOe\u0308", "ΖΩΗ", "Ζωή", "Ζωη\u0301", "ΖΩΉ", "Ёлка", "елка", "Е\u0308ЛКА",
     "إيمان", "ايمان", "Strauß", "STRAUSS", "İlknur", "ilknur", "Łódź", "lodz"],
)  # fmt: skip
def test_the_same_word_is_found_however_it_is_written(get: Get, written: str) -> None:
    for name in ("Zoë", "Ζωή", "Ёлка", "إيمان", "Strauß", "İlknur", "Łódź"):
        lecturer_entry(f"{name} Example")
    for path in LISTS:
        if path.endswith(("/lecturers", "/search")):
            found = get(f"{path}?q={written}").json()
            assert found["page"]["total"] >= 1, path
            assert found["data"] == get(f"{path}?q={written.casefold()}").json()["data"]
