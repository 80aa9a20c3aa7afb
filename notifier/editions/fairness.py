"""Who and which district is told of how often: the table the ward looks at. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from notifier.editions.paper import EVERYWHERE
from notifier.kit.text import fold, one_line

NOT_SAID = "主催の記載なし"


@dataclass(frozen=True, slots=True)
class Told:
    """One item of one issue, as far as fairness asks."""

    organiser: str
    district_keys: tuple[str, ...]
    is_here: bool


@dataclass(frozen=True, slots=True)
class FairRow:
    """Items in this issue, and in all issues of the fiscal year with this one."""

    name: str
    here: int
    year: int


@dataclass(frozen=True, slots=True)
class Fairness:
    """Two tables. Groups and districts that were never told of stand in them with 0."""

    groups: tuple[FairRow, ...]
    districts: tuple[FairRow, ...]


def fairness_of(
    told: Iterable[Told], *, groups: Iterable[str], districts: Mapping[str, str]
) -> Fairness:
    """The tables. ``groups`` are the names the hub knows, ``districts`` {key: name}; an item of
    several districts counts in each, one of none counts for everywhere.
    """
    names = {fold(name): name for name in groups}
    by_group: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    by_district: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for one in told:
        who = names.setdefault(fold(one.organiser), one_line(one.organiser) or NOT_SAID)
        by_group[one.is_here][who] += 1
        keys = [key for key in one.district_keys if key in districts]
        for place in [districts[key] for key in keys] or [EVERYWHERE]:
            by_district[one.is_here][place] += 1
    rows = _rows(dict.fromkeys(names.values()), by_group)
    return Fairness(
        groups=tuple(sorted(rows, key=lambda row: (-row.here, -row.year, row.name))),
        districts=_rows(dict.fromkeys([*districts.values(), EVERYWHERE]), by_district),
    )


def _rows(names: Iterable[str], counted: dict[bool, Counter[str]]) -> tuple[FairRow, ...]:
    here, before = counted[True], counted[False]
    return tuple(FairRow(name, here[name], here[name] + before[name]) for name in names)
