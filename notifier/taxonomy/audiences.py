"""For whom an item is, beside the age: an open set, stored as text keys."""

AUDIENCES: dict[str, str] = {
    "pregnant": "妊娠中の方",
    "father": "お父さん",
    "twins": "ふたご・みつごの家庭",
    "foreign_roots": "外国につながる家庭",
    "grandparent": "祖父母",
    "helper": "子育てを応援する人",
}


def audience_name(key: str) -> str:
    """The Japanese name; an unknown key is shown as it is, because the set is open."""
    return AUDIENCES.get(key, key)
