"""Fill the stock site with what our API says: `python bench/stock/fill.py CONTENT.json PICTURES`.

CONTENT holds the documents of organisations and lecturers; PICTURES is the folder of the portraits that they name.
Says the numbers of the lecturers' pages, in the order of CONTENT.
"""

import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "settings"

import django

django.setup()

from directory.models import (
    PORTRAIT,
    Affiliation,
    LecturerLanguage,
    LecturerPage,
    LecturerTag,
    OrganisationPage,
)
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.text import slugify
from taggit.models import Tag
from wagtail.images.models import Image
from wagtail.models import Page

Told = Mapping[str, Any]


def main(content: Path, pictures: Path) -> None:
    call_command("migrate", verbosity=0)
    told = json.loads(content.read_text())
    if not LecturerPage.objects.exists():
        with transaction.atomic():
            organisations = _organisations(told["organisations"])
            _lecturers(told["lecturers"], organisations, _images(pictures))
        call_command("update_index", verbosity=0, stdout=sys.stderr)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    json.dump(list(LecturerPage.objects.order_by("path").values_list("pk", flat=True)), sys.stdout)


def _organisations(told: Iterable[Told]) -> dict[str, OrganisationPage]:
    home, made = Page.objects.get(depth=2), {}
    for each in told:
        fields = {name: each[name] for name in ("title", "summary", "description", "website", "city")}
        page = OrganisationPage(**fields, country=_code(each["country"]), slug=each["slug"])
        made[each["id"]] = home.add_child(instance=page)
    return made


def _images(folder: Path) -> dict[str, Image]:
    images = {}
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            images[path.name] = Image.objects.create(title=path.stem, file=ImageFile(file, path.name))
        images[path.name].get_renditions(*PORTRAIT.values())
    return images


def _lecturers(
    told: Sequence[Told], organisations: Mapping[str, OrganisationPage], images: Mapping[str, Image]
) -> None:
    root, pages = Page.objects.get(depth=2), []
    last = root.get_last_child()
    first = Page._str2int(last.path[-Page.steplen :]) + 1 if last else 1
    for number, each in enumerate(told, first):
        owner = each["organisation"] and organisations.get(each["organisation"]["id"])
        page = LecturerPage(
            **{name: each[name] for name in ("title", "headline", "summary", "bio", "city")},
            draft_title=each["title"],
            slug=f"{slugify(each['slug'])}-{number}",
            photo=images.get(each["portrait"]),
            organisation=owner,
            country=_code(each["country"]),
            modes=[mode["code"] for mode in each["modes"]],
            formats=[form["code"] for form in each["formats"]],
            first_published_at=each["updated_at"],
            last_published_at=each["updated_at"],
            locale_id=root.locale_id,
            path=Page._get_path(root.path, root.depth + 1, number),
            depth=root.depth + 1,
        )
        page.url_path = f"{root.url_path}{page.slug}/"
        pages.append(page)
    _insert(pages)
    Page.objects.filter(pk=root.pk).update(numchild=root.numchild + len(pages))
    _relate(list(zip(pages, told, strict=True)), organisations)


def _insert(pages: Sequence[LecturerPage]) -> None:
    """Both halves of each row, which Django cannot write in bulk together."""
    rows = [Page(**{f.attname: getattr(page, f.attname) for f in Page._meta.concrete_fields}) for page in pages]
    for page, row in zip(pages, Page.objects.bulk_create(rows, batch_size=500), strict=True):
        page.pk = page.id = row.pk
    own = LecturerPage._meta.local_concrete_fields
    LecturerPage._base_manager.all()._batched_insert(pages, fields=own, batch_size=500)


def _relate(made: Sequence[tuple[LecturerPage, Told]], organisations: Mapping[str, OrganisationPage]) -> None:
    labels = {topic["label"] for _page, each in made for topic in each["topics"]}
    tags = {label: Tag.objects.create(name=label) for label in sorted(labels)}
    LecturerTag.objects.bulk_create(
        LecturerTag(content_object=page, tag=tags[topic["label"]]) for page, each in made for topic in each["topics"]
    )
    LecturerLanguage.objects.bulk_create(
        LecturerLanguage(page=page, sort_order=order, language=skill["code"],
                         **{name: skill[name] for name in ("level", "teaches", "interprets")})
        for page, each in made for order, skill in enumerate(each["languages"])
    )  # fmt: skip
    Affiliation.objects.bulk_create(
        Affiliation(page=page, sort_order=order, is_primary=item["primary"],
                    organisation=item["organisation"] and organisations.get(item["organisation"]["id"]),
                    **{name: item[name] for name in ("name", "role", "start", "end")})
        for page, each in made for order, item in enumerate(each["affiliations"])
    )  # fmt: skip


def _code(choice: Told | None) -> str:
    return choice["code"] if choice else ""


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
