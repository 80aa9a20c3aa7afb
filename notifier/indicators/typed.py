"""The figures people type in, because another system counts them. Pure."""

from dataclasses import dataclass

from notifier.indicators.figure import Nature


@dataclass(frozen=True, slots=True)
class TypedKey:
    """A figure that may be typed; a stock is taken at the period's end, a flow is summed."""

    key: str
    name: str
    unit: str
    nature: Nature
    definition: str
    most: int = 100_000_000


TYPED_KEYS = {
    typed.key: typed
    for typed in (
        TypedKey(
            "line_friends",
            "LINEの友だち数",
            "人",
            "stock",
            "LINEの管理画面に出る、期末の友だち数（手入力）。",
        ),
        TypedKey(
            "site_page_views",
            "公式サイトの閲覧数（PV）",
            "回",
            "flow",
            "サイトのアクセス解析に出る閲覧数（手入力）。",
        ),
        TypedKey(
            "site_visitors",
            "公式サイトの訪問者数",
            "人",
            "flow",
            "サイトのアクセス解析に出る訪問者数（手入力）。",
        ),
        TypedKey(
            "instagram_followers",
            "Instagramのフォロワー数",
            "人",
            "stock",
            "Instagramの画面に出る、期末のフォロワー数（手入力）。",
        ),
        TypedKey(
            "newsletter_copies",
            "通信の発行部数",
            "部",
            "flow",
            "印刷して配った通信（通常版）の部数（手入力）。",
        ),
        TypedKey(
            "special_copies",
            "通信 特別号の発行部数",
            "部",
            "flow",
            "印刷して配った特別号の部数（手入力）。",
        ),
        TypedKey(
            "map_copies",
            "おでかけマップの発行部数",
            "部",
            "flow",
            "印刷して配ったおでかけマップの部数（手入力）。",
        ),
        TypedKey(
            "placed_at",
            "通信を置いた場所の数",
            "か所",
            "stock",
            "期末に、通信を置いている場所の数（手入力）。",
        ),
    )
}
