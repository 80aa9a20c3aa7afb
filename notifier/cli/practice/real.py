"""Real inputs of a folder, each set on a Saturday of its own time."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from notifier.cli.practice import fill as world
from notifier.cli.practice.browser import WalkError
from notifier.cli.practice.stage import command
from notifier.cli.practice.table import Table
from notifier.kit import clock


@dataclass(frozen=True, slots=True)
class RealSet:
    """Files handed in together, and the Saturday they are sent on."""

    key: str
    name: str
    files: tuple[Path, ...]
    slot: datetime


def sets(folder: Path) -> list[RealSet]:
    """The sets a folder of real inputs holds; says what is missing."""
    events = folder / "events"
    groups = events / "notalone-monthly"
    found = [
        RealSet(
            "groups",
            "childcare groups, March and April 2016",
            (groups / "201603.csv", groups / "201604.csv"),
            datetime(2016, 4, 2, 10, tzinfo=clock.TOKYO),
        ),
        *(
            RealSet(
                "city",
                f"a city's list, {path.stem[:7]}",
                (path,),
                datetime(2025, 1, 18, 10, tzinfo=clock.TOKYO),
            )
            for path in sorted((events / "takamatsu-monthly").glob("2025-01-*.xlsx"))[:1]
        ),
    ]
    missing = [str(path) for one in found for path in one.files if not path.exists()]
    if missing or len(found) < 2:  # noqa: PLR2004 - both sets
        raise WalkError(f"実データが足りません: {', '.join(missing) or events}")
    return found


def hand_in(table: Table, set_: RealSet, hub: str) -> int:
    """Import the files, approve the clean ones, compose and approve; returns the edition's id."""
    total: dict[str, int] = {}
    for path in set_.files:
        result = command("intake", "import", str(path), "--source", "spreadsheet", "--hub", hub)
        _say(table, path.name, result)
        for key in ("rows", "received", "questions"):
            total[key] = total.get(key, 0) + int(result[key])
    editor, publisher = world.address("editor", hub), world.address("publisher", hub)
    clean = command("desk", "approve", "--clean", "--by", editor, "--hub", hub)
    table.hold(
        f"{set_.name}: clean ones approved",
        f"{clean['approved']} approved, {clean['left']} left to people",
        is_right=clean["approved"] > 0,
    )
    edition = command(
        "edition", "compose", "weekly", "--on", set_.slot.date().isoformat(), "--hub", hub
    )
    table.hold(
        f"{set_.name}: edition composed",
        f"{edition['listings']} listings",
        is_right=edition["listings"] > 0,
    )
    approved = command("edition", "approve", str(edition["id"]), "--by", publisher, "--hub", hub)
    table.expect(f"{set_.name}: edition approved", "approved", approved["state"])
    return int(edition["id"])


def _say(table: Table, name: str, result: dict[str, Any]) -> None:
    parts = ("received", "duplicates", "questions", "rejected")
    counted = sum(int(result[key]) for key in parts) + len(result["errors"])
    words = ", ".join(f"{key} {result[key]}" for key in parts)
    table.hold(
        f"{name}: every row accounted for",
        f"{result['rows']} rows: {words}, errors {len(result['errors'])}",
        is_right=counted == result["rows"],
    )
