"""The evaluation sheet as HTML and as plain data."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from notifier.indicators.measure import Counted
from notifier.indicators.media import Medium
from notifier.indicators.sheet import Sheet
from notifier.indicators.tables import Cell, Line
from notifier.indicators.viewpoints import RATERS, SCALE
from notifier.kit import clock

FOLDER = Path(__file__).resolve().parents[2] / "templates" / "editions" / "indicator_sheet"


def render(sheet: Sheet) -> str:
    """The sheet as one whole HTML document that prints on A4 and needs nothing else."""
    return _render("sheet.html", sheet)


def render_body(sheet: Sheet) -> str:
    """The sheet alone, safe HTML for a page of ours."""
    return _render("body.html", sheet)


def render_style() -> str:
    """The style the sheet is drawn with."""
    return _environment().get_template("sheet.css").render()


def as_data(sheet: Sheet) -> dict[str, Any]:
    """The sheet for other programs; what is too small to be shown has no value here either."""
    return {
        "hub": sheet.hub_name,
        "fiscal_year": sheet.fiscal_year,
        "period": {"first": sheet.period.first, "last": sheet.period.last},
        "is_running": sheet.is_running,
        "measured_at": sheet.measured_at,
        "viewpoints": [
            {
                "key": point.key,
                "question": point.question,
                "figures": [_figure(one) for one in point.counted],
                "ratings": dict.fromkeys(RATERS),
            }
            for point in sheet.viewpoints
        ],
        "table_1": [_medium(one) for one in sheet.table_1],
        "table_2": [_line(line) for line in sheet.table_2],
        "table_3": [_line(line) | {"mean": line.mean} for line in sheet.table_3],
        "counted_years": [_line(line) for line in sheet.counted_years],
    }


def _figure(one: Counted) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": one.name,
        "unit": one.unit,
        "definition": one.definition,
        "source": one.source,
        "parts": [
            {
                "key": part.key,
                "name": part.name,
                "unit": one.unit_of(part),
                "value": None if part.is_hidden else part.measured,
                "said": part.said,
                "rows": len(part.rows),
            }
            for part in one.parts
        ],
    }


def _medium(one: Medium) -> dict[str, Any]:
    return {
        "name": one.name,
        "content": one.content,
        "times": _cell(one.times) | {"unit": one.times_unit},
        "reach": _cell(one.reach) | {"unit": one.reach_unit, "name": one.reach_name},
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "key": line.key,
        "name": line.name,
        "unit": line.unit,
        "is_partial": line.is_partial,
        "changes": line.changes,
        "cells": [_cell(cell) for cell in line.cells],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "period": cell.period.key,
        "value": cell.value,
        "is_typed": cell.is_typed,
        "is_computed": cell.is_computed,
        "is_partial": cell.is_partial,
    }


def _render(name: str, sheet: Sheet) -> str:
    template = _environment().get_template(name)
    return template.render(sheet=sheet, raters=RATERS, scale=SCALE)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("html",)),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(
        number=lambda value: f"{value:,}",
        say_date=clock.say_date,
        say_moment=clock.say_moment,
    )
    return made
