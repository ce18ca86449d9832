"""What translators were offered to replace and could not: it goes from translations that were begun before."""

from typing import Any

from django.db import migrations


def forget(apps: Any, schema_editor: Any) -> None:
    segments = apps.get_model("wagtail_localize", "OverridableSegment").objects.all()
    segments.filter(context__path__startswith="affiliations.", context__path__endswith=".organisation").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("lecturers", "0003_what_things_are_called"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop, elidable=True)]
