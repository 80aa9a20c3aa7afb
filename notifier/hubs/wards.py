"""The wards of Yokohama and the districts known for them; data, because boundaries cut postcodes.

Ward codes are the six digits of the ministry's local government codes. Districts are the areas of
the ward's federations of neighbourhood associations (地区連合町内会).
"""

WARDS: dict[str, tuple[str, str]] = {
    "141011": ("鶴見区", "tsurumi"),
    "141020": ("神奈川区", "kanagawa"),
    "141038": ("西区", "nishi"),
    "141046": ("中区", "naka"),
    "141054": ("南区", "minami"),
    "141062": ("保土ケ谷区", "hodogaya"),
    "141071": ("磯子区", "isogo"),
    "141089": ("金沢区", "kanazawa"),
    "141097": ("港北区", "kohoku"),
    "141101": ("戸塚区", "totsuka"),
    "141119": ("港南区", "konan"),
    "141127": ("旭区", "asahi"),
    "141135": ("緑区", "midori"),
    "141143": ("瀬谷区", "seya"),
    "141151": ("栄区", "sakae"),
    "141160": ("泉区", "izumi"),
    "141178": ("青葉区", "aoba"),
    "141186": ("都筑区", "tsuzuki"),
}

DISTRICTS: dict[str, tuple[tuple[str, str], ...]] = {
    "141038": (
        ("d1", "第1地区"),
        ("d2", "第2地区"),
        ("d3", "第3地区"),
        ("d4", "第4地区"),
        ("d5", "第5地区"),
        ("d6", "第6地区"),
    ),
    "141097": (
        ("hiyoshi", "日吉"),
        ("tsunashima", "綱島"),
        ("osone", "大曽根"),
        ("tarumachi", "樽町"),
        ("kikuna", "菊名"),
        ("morooka", "師岡"),
        ("okurayama", "大倉山"),
        ("shinohara", "篠原"),
        ("shirosato", "城郷"),
        ("nippa", "新羽"),
        ("shinyoshida", "新吉田"),
        ("asunaro", "新吉田あすなろ"),
        ("takata", "高田"),
    ),
}
