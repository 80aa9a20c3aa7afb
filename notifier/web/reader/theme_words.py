"""The themes' names for parents who read little Japanese."""

from notifier.taxonomy import THEMES

# やさしい日本語 and English.
_THEMES: dict[str, tuple[str, str]] = {
    "play": ("あそび", "Play"),
    "health": ("体（からだ）・健康（けんこう）", "Health and growth"),
    "consultation": ("相談（そうだん）", "Advice"),
    "lecture": ("学（まな）ぶ", "Courses"),
    "lunch": ("食（た）べもの", "Food"),
    "parenting": ("子育（こそだ）て・おしゃべり", "Parenting and chat"),
    "pregnancy": ("妊娠（にんしん）・出産（しゅっさん）", "Pregnancy and birth"),
    "father": ("お父（とう）さん", "Fathers"),
    "twins": ("ふたご・みつご", "Twins and triplets"),
    "development": ("発達（はったつ）", "Development"),
    "foreign_roots": ("外国（がいこく）の 家族（かぞく）", "Families from abroad"),
    "childcare": ("あずける・保育園（ほいくえん）", "Childcare and nursery"),
    "market": ("交換（こうかん）する", "Swap markets"),
    "volunteer": ("ボランティア", "Volunteering"),
    "other": ("そのほか", "Other"),
}


def theme_names(language: str) -> dict[str, str]:
    """The themes' names in ``language``; one without a translation keeps its Japanese name."""
    if language == "ja":
        return dict(THEMES)
    column = 0 if language == "easy" else 1
    return {key: _THEMES[key][column] if key in _THEMES else name for key, name in THEMES.items()}
