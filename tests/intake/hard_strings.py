"""Strings of real tables, read as the cells of one row."""

from datetime import date

from notifier.intake.reading import Reference, When, WhenWords, read_when

JANUARY = date(2025, 1, 1)


def read(
    dates: object = "",
    *,
    until: object = "",
    start: object = "",
    end: object = "",
    remark: str = "",
    month: date = JANUARY,
) -> When:
    """Read the cells as if they stood in a list for ``month``."""
    words = WhenWords(dates, until, start, end, remark)
    return read_when(words, reference=Reference(month, known=True))


def said(when: When) -> list[str]:
    """Occurrences as text: 「2025-01-11 09:00-16:00」."""
    out = []
    for slot in when.slots:
        last = f"~{slot.last}" if slot.last else ""
        start = f" {slot.start:%H:%M}" if slot.start else ""
        end = f"-{slot.end:%H:%M}" if slot.end else ""
        out.append(f"{slot.day}{last}{start}{end}")
    return out
