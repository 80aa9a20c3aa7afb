"""The two practice hubs, beside each other: their groups (with a district's number) and places."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PracticeHub:
    """A hub of the practice world."""

    slug: str
    name: str
    ward_code: str
    district_count: int
    groups: tuple[tuple[str, int], ...]
    places: tuple[tuple[str, str, int], ...]


NISHI = PracticeHub(
    "nishi",
    "西区地域子育て支援拠点（練習）",
    "141038",
    6,
    (
        ("藤だなサロン", 3),
        ("みなと親子サークル", 4),
        ("ふたごの会「さくらんぼ」", 0),
        ("えほんの森ボランティア", 1),
        ("第4地区子育てサロン", 4),
        ("はらっぱプレイパークの会", 2),
        ("パパの土よう広場", 5),
        ("にじいろ多文化ひろば", 0),
    ),
    (
        ("西地区センター", "西区中央（練習用）", 1),
        ("藤だな自治会館", "西区藤だな（練習用）", 3),
        ("みなとケアプラザ", "西区みなと（練習用）", 4),
        ("拠点ひろば", "西区中央（練習用）", 0),
        ("はらっぱ公園", "西区はらっぱ（練習用）", 2),
        ("第5地区集会所", "西区第5（練習用）", 5),
    ),
)

KOHOKU = PracticeHub(
    "kohoku",
    "港北区地域子育て支援拠点（練習）",
    "141097",
    13,
    (("つなしま親子の会", 2), ("ひよしサロン", 1)),
    (("綱島地区センター", "港北区綱島（練習用）", 2), ("日吉集会所", "港北区日吉（練習用）", 1)),
)
