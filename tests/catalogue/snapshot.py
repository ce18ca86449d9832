"""All rows of the database and all uploaded files, to begin again from."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction

#: What is left as it is: migrations, and the admin's own search, which keeps rows in tables of SQLite's.
OTHERS = ("django_migrations", "wagtailsearch_")


class Snapshot:
    """The database and the private files as they were when this was made."""

    def __init__(self) -> None:
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        self.tables = {table: self._rows(table) for table in tables if not table.startswith(OTHERS)}
        folder: Path = settings.VAR_DIR / "private"
        self.files = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def restore(self) -> None:
        """Make every table and every file what it was."""
        cache.clear()
        for path, content in self.files.items():
            path.write_bytes(content)
        with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
            for table in self.tables:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names of our own
            for table, (columns, rows) in self.tables.items():
                if rows:
                    names = ", ".join(connection.ops.quote_name(column) for column in columns)
                    values = ", ".join(["%s"] * len(columns))
                    table = connection.ops.quote_name(table)
                    cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({values})", rows)  # noqa: S608

    def _rows(self, table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            return [column[0] for column in cursor.description], cursor.fetchall()
