"""The part of a form in which a reader chooses: districts, birth months, themes, language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import MultiDict

from notifier.subscribers import BadWishError, Wishes, read_wishes

ROWS = 3
MAX_ROWS = 8
YEARS_BACK = 8


@dataclass(frozen=True, slots=True)
class WishBoxes:
    """What stands in the boxes: as typed, so that an error loses nothing."""

    districts: tuple[str, ...] = ()
    children: tuple[tuple[str, str], ...] = ()
    themes: tuple[str, ...] = ()
    language: str = "ja"
    email: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    def rows(self) -> list[tuple[str, str]]:
        """(year, month) per child, with empty rows to fill in."""
        filled = [child for child in self.children if any(child)]
        blank = max(1, ROWS - len(filled))
        return [*filled, *[("", "")] * blank][:MAX_ROWS]


def boxes_of(wishes: Wishes) -> WishBoxes:
    """Boxes filled with what is set now."""
    return WishBoxes(
        districts=wishes.districts,
        children=tuple((month[:4], str(int(month[5:]))) for month in wishes.birth_months),
        themes=wishes.themes,
        language=wishes.language,
    )


def typed_boxes(form: MultiDict[str, str], errors: Mapping[str, str] | None = None) -> WishBoxes:
    """Boxes as they came back from the browser."""
    return WishBoxes(
        districts=tuple(form.getlist("districts")),
        children=_children(form),
        themes=tuple(form.getlist("themes")),
        language=form.get("language", "ja"),
        email=form.get("email", ""),
        errors=errors or {},
    )


def wishes_in(form: MultiDict[str, str], *, known_districts: list[str], today: date) -> Wishes:
    """The wishes typed; ``BadWishError`` names the box."""
    boxes = typed_boxes(form)
    children = [child for child in boxes.children if any(child)]
    if not all(year and month for year, month in children):
        raise BadWishError("年と月の両方を選んでください。", field="birth_months")
    return read_wishes(
        districts=boxes.districts,
        birth_months=[f"{year}-{month}" for year, month in children],
        themes=boxes.themes,
        language=boxes.language,
        known_districts=known_districts,
        today=today,
    )


def years(today: date, boxes: WishBoxes) -> list[str]:
    """The years to choose from: next year (expecting) first, and whatever is set already."""
    offered = [str(year) for year in range(today.year + 1, today.year - YEARS_BACK, -1)]
    kept = sorted(
        {year for year, _ in boxes.children if year and year not in offered}, reverse=True
    )
    return [*offered, *kept]


def _children(form: MultiDict[str, str]) -> tuple[tuple[str, str], ...]:
    rows = zip(form.getlist("child_year"), form.getlist("child_month"), strict=False)
    return tuple((year.strip(), month.strip()) for year, month in list(rows)[:MAX_ROWS])
