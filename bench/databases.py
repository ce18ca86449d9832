"""The databases of a run: files of its folder, or in PostgreSQL beside the one that DATABASE_URL names."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


def address(name: str, folder: Path) -> str:
    """Where the database of this name is, for DATABASE_URL."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        return f"sqlite:///{folder / name / 'db.sqlite3'}"
    parts = urlsplit(given)
    return urlunsplit(parts._replace(path=f"{parts.path}_http_{name}"))


@contextmanager
def made(addresses: Sequence[str], *, keep: bool) -> Iterator[None]:
    """PostgreSQL's are made if they are missing, and removed at the end unless they are to be kept."""
    names = [urlsplit(each).path[1:] for each in addresses if each.startswith("postgres")]
    if not names:
        yield
        return
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        known = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
        for name in names:
            if name not in known:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield
        finally:
            for name in [] if keep else names:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
