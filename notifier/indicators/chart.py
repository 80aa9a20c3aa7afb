"""Charts of a table's line: SVG for pages, PNG for Word; the table itself always stands beside it.

matplotlib is imported when something is drawn: few processes draw, and it takes a second to load.
Bars differ by place and label, not by colour, so that black-and-white paper tells the same.
"""

import io
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from notifier.indicators.tables import Line
from notifier.kit.fonts import japanese_fonts
from notifier.kit.text import clean, printable, shorten

ChartKind = Literal["svg", "png"]
CONTENT_TYPES: dict[ChartKind, str] = {"svg": "image/svg+xml", "png": "image/png"}
SIZE_INCHES = (7.2, 3.4)
DOTS_PER_INCH = 150
INK, BAR, FRAME = "#1a1a1a", "#264af4", "#7f7f7f"
HATCHES = ("", "///", "...", "xxx")
SHADES = ("#264af4", "#c5d7fb", "#ffffff", "#d9d9d9")
ROOM_ABOVE, ROOM_FOR_TURNED_LABELS = 1.18, 1.45
LONGEST_LABEL = 24

# matplotlib's settings belong to the process, and pages are drawn by several threads
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over ``labels``; each series holds one number or None (not known) per label."""

    title: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[int | float | None, ...]], ...]

    @property
    def said(self) -> str:
        """The chart in words, for who does not see it."""
        told = [
            f"{name + ' ' if len(self.series) > 1 else ''}{label} {_number(value)}{self.unit}"
            for name, values in self.series
            for label, value in zip(self.labels, values, strict=True)
            if value is not None
        ]
        return f"{self.title}の棒グラフ。" + ("、".join(told) or "わかる数字はありません") + "。"


def years_chart(line: Line) -> Chart:
    """One line of table 2 over its fiscal years."""
    labels = tuple(f"{cell.period.first.year}年度" for cell in line.cells)
    return Chart(line.name, line.unit, labels, ((line.name, line.values),))


def months_chart(lines: tuple[Line, ...] | list[Line]) -> Chart:
    """Table 3: the same months of several years beside each other."""
    labels = tuple(f"{cell.period.first.month}月" for cell in lines[0].cells)
    series = tuple((f"{line.cells[0].period.first.year}年", line.values) for line in lines)
    return Chart("月ごとの閲覧数（公式サイト）", lines[0].unit, labels, series)


@lru_cache(maxsize=32)
def draw(chart: Chart, *, kind: ChartKind = "svg") -> bytes:
    """The chart as a picture. The same chart gives the same bytes.

    Raises ``NoFontError`` where no Japanese font is found.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    font = FontProperties(fname=str(japanese_fonts()[0]))
    stored = io.BytesIO()
    with _one_at_a_time, rc_context({"svg.fonttype": "path", "svg.hashsalt": "notifier"}):
        figure = Figure(figsize=SIZE_INCHES, layout="constrained")
        axes = figure.subplots()
        _bars(axes, chart, font)
        _frame(axes, chart, font)
        figure.savefig(
            stored,
            format=kind,
            dpi=DOTS_PER_INCH,
            metadata={"Date": None} if kind == "svg" else {"Software": None},
        )
    return stored.getvalue()


def _bars(axes: Any, chart: Chart, font: Any) -> None:  # noqa: ANN401 - matplotlib's own, lazily
    width = 0.8 / max(1, len(chart.series))
    for number, (name, values) in enumerate(chart.series):
        places = [at + width * (number - (len(chart.series) - 1) / 2) for at in _steps(chart)]
        bars = axes.bar(
            places,
            [value or 0 for value in values],
            width * 0.92,
            color=SHADES[number % len(SHADES)] if len(chart.series) > 1 else BAR,
            hatch=HATCHES[number % len(HATCHES)],
            edgecolor=INK,
            linewidth=0.8,
            label=_safe(name),
        )
        axes.bar_label(
            bars,
            labels=["—" if value is None else _number(value) for value in values],
            fontproperties=font,
            fontsize=10 if len(chart.series) == 1 else 7,
            rotation=0 if len(chart.series) == 1 else 90,
            padding=3,
        )


def _frame(axes: Any, chart: Chart, font: Any) -> None:  # noqa: ANN401 - as above
    most = max((value or 0 for _, values in chart.series for value in values), default=0)
    axes.set_ylim(
        0, (most or 1) * (ROOM_ABOVE if len(chart.series) == 1 else ROOM_FOR_TURNED_LABELS)
    )
    axes.set_xticks(_steps(chart), [_safe(label) for label in chart.labels])
    axes.set_title(f"{_safe(chart.title)}（{_safe(chart.unit)}）", fontproperties=font, fontsize=13)
    for label in axes.get_xticklabels() + axes.get_yticklabels():
        label.set_fontproperties(font)
        label.set_fontsize(10)
    axes.yaxis.set_major_formatter(lambda value, _at: _number(value))
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(FRAME)
    if len(chart.series) > 1:
        axes.legend(prop=font, loc="upper right", ncols=len(chart.series), frameon=False)


def _steps(chart: Chart) -> list[int]:
    return list(range(len(chart.labels)))


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def _safe(words: str) -> str:
    """Words of people are no formula: matplotlib reads what stands between two dollar signs."""
    return shorten(printable(clean(words)), LONGEST_LABEL).replace("$", "＄")
