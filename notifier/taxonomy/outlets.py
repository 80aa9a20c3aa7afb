"""Where a group lets its item go (掲載先): an open set, stored as text keys.

A key the group did not choose is a "no": that way out leaves the item alone. ``pamatoko`` and
``outside`` lead out of the hub's own hands and are never assumed.
"""

OUTLETS: dict[str, str] = {
    "web": "ホームページ",
    "line": "LINE",
    "email": "メール",
    "board": "掲示",
    "newsletter": "通信",
    "open_data": "オープンデータ",
    "pamatoko": "パマトコ（市のアプリ）",
    "outside": "区外への紹介",
}
# Who says nothing about where it may go wishes it everywhere the hub itself publishes.
EVERYWHERE = ("web", "line", "email", "newsletter", "board", "open_data")
# Whoever is told by one of these finds the details on the item's own page.
POINTING_HERE = frozenset({"web", "line", "email", "newsletter", "board"})


def outlet_name(key: str) -> str:
    """The Japanese name; an unknown key is shown as it is, because the set is open."""
    return OUTLETS.get(key, key)
