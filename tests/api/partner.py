"""A partner site: it knows the address of the API's description, and nothing else of us."""

from typing import Any

import httpx


class Partner:
    """Shows who teaches a topic in a language, with portraits, and asks each time only for what has changed."""

    def __init__(self, description: str, topic: str, language: str) -> None:
        self.http = httpx.Client(base_url=httpx.URL(description).join("/"))
        paths = self.http.get(description).raise_for_status().json()["paths"]
        self.paths = {of["get"]["operationId"]: path for path, of in paths.items()}
        slug, code = self.value("topics", topic)["slug"], self.value("languages", language)["code"]
        self.list = httpx.URL(self.paths["lecturers"], params={"topic": slug, "language": code, "limit": 100})
        self.etag = ""
        self.shown: dict[str, dict[str, Any]] = {}
        self.left: dict[str, int] = {}

    def value(self, vocabulary: str, label: str) -> dict[str, Any]:
        terms = self.http.get(self.paths[vocabulary], params={"locale": "en", "fallback": "any"}).json()["data"]
        return next(term for term in terms if term["label"] == label)

    def poll(self) -> None:
        """If anything has changed, take all anew; those who are missing then have left, and their status says how."""
        page = self.http.get(self.list, headers={"If-None-Match": self.etag})
        if page.status_code == httpx.codes.NOT_MODIFIED:
            return
        self.etag, found = page.headers["ETag"], items(page)
        while following := page.links.get("next"):
            page = self.http.get(following["url"])
            found |= items(page)
        for key in self.shown.keys() - found.keys():
            self.left[key] = self.http.get(self.paths["lecturers-item"].format(key=key)).status_code
        self.shown = found


def items(page: httpx.Response) -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in page.raise_for_status().json()["data"] if item["photo"]}
