"""What was measured of each engine: said line by line, and side by side at the end."""

from collections.abc import Sequence

from bench.http import say

_WIDTH = 44


class Table:
    """A column for each engine, and a row for each thing that was measured of at least one of them."""

    def __init__(self) -> None:
        self._columns: dict[str, dict[str, str]] = {}
        self._column: dict[str, str] = {}

    def begin(self, engine: str) -> None:
        """What is added from now on is of this engine."""
        say(f"{engine}:")
        self._column = self._columns.setdefault(engine, {})

    def add(self, what: str, cell: str) -> None:
        self._column[what] = cell
        say(f"{what:32} {cell}")

    def show(self) -> None:
        """All of them, if there are several."""
        if len(self._columns) < 2:
            return
        say(f"\n{'':32} " + "".join(f"{engine:{_WIDTH}}" for engine in self._columns))
        for what in self._rows():
            cells = (column.get(what, f"{'-':>7}") for column in self._columns.values())
            say((f"{what:32} " + "".join(f"{cell:{_WIDTH}}" for cell in cells)).rstrip())

    def _rows(self) -> list[str]:
        """As they were measured: what only one engine has follows what came before it there."""
        rows: list[str] = []
        for column in self._columns.values():
            at = 0
            for what in column:
                if what not in rows:
                    rows.insert(at, what)
                at = rows.index(what) + 1
        return rows


def times(p50: float, p95: float, p99: float, rate: float | None = None) -> str:
    """Milliseconds, and how many there were in a second."""
    return f"{p50:7.1f} ms {p95:7.1f} ms {p99:7.1f} ms" + ("" if rate is None else f" {rate:9.1f}/s")


def spread(milliseconds: Sequence[float]) -> tuple[float, float, float]:
    """p50, p95 and p99."""
    p50, p95, p99 = (sorted(milliseconds)[int(len(milliseconds) * share)] for share in (0.5, 0.95, 0.99))
    return p50, p95, p99


def effort(*costs: float) -> str:
    """Seconds of all, and megabytes of the one that took most."""
    return f"{sum(costs[::2]):7.1f} s  {max(costs[1::2]):7.0f} MB"


def room(size: float) -> str:
    """Megabytes of so many bytes."""
    return f"{size / 1e6:7.0f} MB"
