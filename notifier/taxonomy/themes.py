"""What an item is about: an open set, stored as text keys.

Choosing a sensitive theme says something about a family, so those are never broken down below
20 readers nor shown per person.
"""

THEMES: dict[str, str] = {
    "play": "あそび・ひろば",
    "health": "健康・発育",
    "consultation": "相談",
    "lecture": "講座・学び",
    "lunch": "食・離乳食",
    "parenting": "子育て・おしゃべり",
    "pregnancy": "妊娠・出産",
    "father": "お父さん",
    "twins": "ふたご・みつご",
    "development": "発達",
    "foreign_roots": "外国につながる家庭",
    "childcare": "預かり・保育園",
    "market": "リユース・交換会",
    "volunteer": "ボランティア・募集",
    "other": "その他",
}

SENSITIVE: frozenset[str] = frozenset({"development", "twins", "foreign_roots"})


def theme_name(key: str) -> str:
    """The Japanese name; an unknown key is shown as it is, because the set is open."""
    return THEMES.get(key, key)
