"""The one place that knows where a Japanese font lies: the wheel first, then Debian's package."""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from notifier.kit.errors import UnavailableError

FAMILY = "Noto Sans CJK JP"
_WHEELS = ("noto_cjk_sans_jp_regular", "noto_cjk_sans_jp_bold")
_DEBIAN = Path("/usr/share/fonts/opentype/noto")


class NoFontError(UnavailableError):
    """No Japanese font on this machine."""


@lru_cache(maxsize=1)
def japanese_fonts() -> tuple[Path, ...]:
    """The files of ``FAMILY``, regular and bold. Raises ``NoFontError`` with the remedy."""
    found = [
        path
        for name in _WHEELS
        if (spec := find_spec(name)) is not None and spec.origin is not None
        for path in sorted(Path(spec.origin).parent.glob("*.otf"))
    ]
    if not found:
        found = [path for path in sorted(_DEBIAN.glob("NotoSansCJK-*.ttc")) if _is_used(path)]
    if not found:
        raise NoFontError(
            "日本語の書体が見つからないため、印刷用のファイルを作れません。"
            "make setup をやり直すか、fonts-noto-cjk を入れてください。"
        )
    return tuple(found)


def font_folders() -> tuple[Path, ...]:
    """The folders these files lie in, each once."""
    return tuple(dict.fromkeys(path.parent for path in japanese_fonts()))


def _is_used(path: Path) -> bool:
    return path.stem.endswith(("-Regular", "-Bold"))
