"""Counts of people by a trait: small ones are veiled, also against subtraction. Pure."""

from notifier.indicators.figure import SMALL_CELL, ListRow, Part

Cell = tuple[str, str, list[int]]


def veiled(cells: list[Cell], *, word: str) -> list[Part]:
    """A part per (key, name, ids); below twenty neither the number nor the list is told.

    Where exactly one cell is small, a total known from elsewhere would give it away: the smallest
    of the others is then not told either.
    """
    small = {key for key, _, ids in cells if len(ids) < SMALL_CELL}
    if len(small) == 1 and len(cells) > 1:
        others = [(len(ids), key) for key, _, ids in cells if key not in small]
        small.add(min(others)[1])
    return [_part(key, name, ids, word, is_small=key in small) for key, name, ids in cells]


def _part(key: str, name: str, ids: list[int], word: str, *, is_small: bool) -> Part:
    if is_small:
        return Part(key, name, (), value=len(ids), veil=_veil(len(ids)))
    return Part(key, name, tuple(ListRow(one, f"{word} {one}") for one in ids))


def _veil(number: int) -> str:
    return f"{SMALL_CELL}未満" if number < SMALL_CELL else "示しません"
