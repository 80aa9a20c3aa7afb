"""A table as it came: rows of cells, where its header stands, which month its name tells."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from notifier.kit.errors import BadInputError

Cell = str | float | int | bool | date | datetime | time | None

ACCEPTED = "Excel（.xlsx・.xls）かCSV（カンマ・タブ区切りの文字の表）でお送りください。"
MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 300


class UnreadableFileError(BadInputError):
    """The file is no table we can read; the sentence says what it is and what we take."""

    def __init__(self, message: str) -> None:
        super().__init__(f"{message}{ACCEPTED}", field="file")


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` holds every physical row; ``header`` is the index of the header row, -1 if none."""

    filename: str
    rows: tuple[tuple[Cell, ...], ...]
    header: int = -1
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    month: date | None = None
    encoding: str = ""
    names: tuple[str, ...] = field(default=())

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)


def shown(cell: Cell) -> str:
    """A cell as the person who typed it would see it."""
    if type(cell) is str:  # by far the most cells of all
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def blank(row: tuple[Cell, ...]) -> bool:
    """Whether nothing at all stands in ``row``."""
    return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row)
