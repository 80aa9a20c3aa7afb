"""What a reader wishes to hear, normalised; pure."""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from notifier.kit.errors import BadInputError
from notifier.kit.text import half
from notifier.taxonomy import THEMES, ages

LANGUAGES = {"ja": "日本語", "easy": "やさしい日本語", "en": "English"}
MAX_CHILDREN = 8
OLDEST_MONTHS = 18 * 12
UNBORN_MONTHS = 10


class BadWishError(BadInputError):
    """A wish that is none of the choices."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Empty ``districts``, ``birth_months`` ("YYYY-MM", may lie ahead) or ``themes`` = everything."""

    districts: tuple[str, ...] = ()
    birth_months: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    language: str = "ja"

    def normalised(self) -> "Wishes":
        """The same wishes, each list sorted and without doubles."""
        return Wishes(
            districts=tuple(sorted(set(self.districts))),
            birth_months=tuple(sorted(set(self.birth_months))),
            themes=tuple(sorted(set(self.themes))),
            language=self.language,
        )

    def key(self) -> str:
        """A hash equal for equal wishes: readers who want the same share one profile."""
        one = self.normalised()
        words = json.dumps([one.districts, one.birth_months, one.themes, one.language])
        return hashlib.sha256(words.encode()).hexdigest()


def read_wishes(
    *,
    districts: Iterable[str],
    birth_months: Iterable[str],
    themes: Iterable[str],
    language: str,
    known_districts: Collection[str],
    today: date,
) -> Wishes:
    """Wishes from a form or a file; raises ``BadWishError`` naming the box to mend."""
    wished = Wishes(
        districts=tuple(d.strip() for d in districts if d.strip()),
        birth_months=tuple(read_month(m, today=today) for m in birth_months if m.strip()),
        themes=tuple(t.strip() for t in themes if t.strip()),
        language=language.strip() or "ja",
    ).normalised()
    if any(key not in known_districts for key in wished.districts):
        raise BadWishError("地区は一覧の中から選んでください。", field="districts")
    if any(key not in THEMES for key in wished.themes):
        raise BadWishError("テーマは一覧の中から選んでください。", field="themes")
    if wished.language not in LANGUAGES:
        raise BadWishError("ことばは一覧の中から選んでください。", field="language")
    if len(wished.birth_months) > MAX_CHILDREN:
        raise BadWishError(
            f"お子さんの生まれ月は{MAX_CHILDREN}人分まで入れられます。", field="birth_months"
        )
    return wished


def read_month(text: str, *, today: date) -> str:
    """ "2025-04", 「２０２５年４月」 or "2025/4" as "YYYY-MM"; a birth month may lie ten months ahead."""
    parts = half(text).replace("年", "-").replace("月", "").replace("/", "-").split("-")
    try:
        month = f"{int(parts[0]):04d}-{int(parts[1]):02d}"
        age = ages.months_between(month, today)
    except (ValueError, IndexError) as error:
        raise BadWishError(
            "生まれ月は「2025-04」のように年と月で入れてください。", field="birth_months"
        ) from error
    if not -UNBORN_MONTHS <= age <= OLDEST_MONTHS:
        raise BadWishError(
            "生まれ月をもう一度たしかめてください（出産予定は10か月先まで入れられます）。",
            field="birth_months",
        )
    return month
