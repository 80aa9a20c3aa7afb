"""Believable practice data: roles instead of people, @example.jp, two hubs beside each other.

Words are our own, in the manner groups write. Days are relative, so that data is never stale.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Item:
    """One thing a group hands in: ``day`` counts from the coming Saturday."""

    title: str
    group: int
    place: int
    day: int
    start: str
    end: str
    fields: dict[str, str] = field(default_factory=dict)
    is_district_only: bool = False
    themes: str = "play"


ITEMS: tuple[Item, ...] = (
    Item(
        "ベビーマッサージの会",
        1,
        2,
        4,
        "10:00",
        "11:30",
        {
            "audience_text": "0歳児とその保護者",
            "fee_text": "親子で300円",
            "capacity_text": "10組 先着順",
            "apply_text": "電話で申し込み",
            "contact_public": "みなと親子サークル 045-000-0001",
            "body": "赤ちゃんとふれあいながら、ゆっくりした時間をすごしましょう。",
            "bring_text": "バスタオル、飲み物",
        },
        is_district_only=True,
        themes="play;parenting",
    ),
    Item(
        "藤だなサロン",
        0,
        1,
        3,
        "10:00",
        "12:00",
        {
            "audience_text": "未就園児と保護者",
            "fee_text": "無料",
            "apply_text": "申込不要。当日直接どうぞ",
            "contact_public": "藤だなサロン 045-000-0002",
            "body": "おもちゃで遊んだり、おしゃべりしたり。民生委員が見守ります。",
        },
        is_district_only=True,
    ),
    Item(
        "えほんの読み聞かせ",
        3,
        0,
        5,
        "10:30",
        "11:00",
        {
            "audience_text": "1歳〜3歳の子どもと保護者",
            "fee_text": "無料",
            "apply_text": "申込不要",
            "contact_public": "西地区センター 045-000-0003",
            "body": "季節の絵本とわらべうたの時間です。",
        },
    ),
    Item(
        "ふたご・みつごのつどい",
        2,
        3,
        8,
        "10:00",
        "11:30",
        {
            "audience_text": "ふたご・みつごを育てている方、妊娠中の方",
            "fee_text": "無料",
            "apply_text": "拠点の窓口か電話で申し込み",
            "contact_public": "拠点ひろば 045-000-0004",
            "body": "多胎育児の先輩といっしょに、ふだんのくらしの工夫を話します。",
        },
        themes="twins;parenting",
    ),
    Item(
        "プレイパークで秋あそび",
        5,
        4,
        1,
        "10:00",
        "14:00",
        {
            "audience_text": "どなたでも",
            "fee_text": "無料",
            "apply_text": "申込不要",
            "weather_text": "小雨決行・荒天中止",
            "contact_public": "はらっぱプレイパークの会 045-000-0005",
            "body": "落ち葉のプールやどろんこで、思いきり遊びます。",
            "bring_text": "着がえ、飲み物",
        },
    ),
    Item(
        "パパと体をうごかそう",
        6,
        5,
        7,
        "10:00",
        "11:00",
        {
            "audience_text": "2歳〜4歳の子どもと父親",
            "fee_text": "100円",
            "capacity_text": "15組 先着順",
            "apply_text": "情報フォームから申し込み",
            "contact_public": "パパの土よう広場 045-000-0006",
            "body": "新聞紙やボールで体をうごかします。",
        },
        themes="father;play",
    ),
    Item(
        "やさしい日本語おしゃべりカフェ",
        7,
        3,
        6,
        "13:30",
        "15:00",
        {
            "audience_text": "外国につながる家庭の親子、どなたでも",
            "fee_text": "無料",
            "apply_text": "申込不要",
            "contact_public": "拠点ひろば 045-000-0004",
            "body": "やさしい日本語でおしゃべりします。子どもといっしょにどうぞ。",
        },
        themes="foreign_roots",
    ),
    Item(
        "助産師の相談日",
        4,
        2,
        9,
        "13:00",
        "15:00",
        {
            "audience_text": "妊娠中の方、0歳児と保護者",
            "fee_text": "無料",
            "capacity_text": "6組 予約制",
            "apply_text": "みなとケアプラザへ電話",
            "contact_public": "みなとケアプラザ 045-000-0007",
            "body": "授乳や体のことを助産師に相談できます。",
        },
        themes="consultation;pregnancy",
    ),
    Item(
        "第4地区子育てサロン",
        4,
        2,
        10,
        "10:00",
        "11:30",
        {
            "audience_text": "乳幼児と保護者",
            "fee_text": "1組50円",
            "apply_text": "申込不要",
            "contact_public": "みなとケアプラザ 045-000-0007",
            "body": "身長・体重をはかれます。手あそびもあります。",
        },
        is_district_only=True,
    ),
    Item(
        "離乳食はじめて講座",
        1,
        2,
        12,
        "10:00",
        "11:30",
        {
            "audience_text": "4か月〜8か月の子どもと保護者",
            "fee_text": "材料費200円",
            "capacity_text": "8組 抽選",
            "apply_text": "往復はがきか情報フォーム",
            "contact_public": "みなと親子サークル 045-000-0001",
            "body": "はじめての離乳食を、いっしょに作って味見します。",
        },
        themes="lecture",
    ),
)

WAITING: tuple[dict[str, str], ...] = (
    {
        "title": "リトミックであそぼう",
        "organiser": "みなと親子サークル",
        "place_name": "みなとケアプラザ",
        "when_text": "毎月第2・第4土曜 10時半〜11時15分 祝日休み",
        "audience_text": "1歳半〜3歳",
        "fee_text": "親子500円",
        "body": "ピアノに合わせて体をうごかします。",
        "contact_public": "みなと親子サークル 045-000-0001",
        "themes": "play",
    },
    {
        "title": "おさがり交換会",
        "organiser": "藤だなサロン",
        "place_name": "藤だな自治会館",
        "when_text": "日程調整中",
        "body": "小さくなった服をゆずりあいます。",
        "themes": "market",
    },
    {
        "title": "子育てサロンのおしらせ <script>alert(1)</script>",
        "organiser": "第4地区子育てサロン",
        "place_name": "調査中",
        "when_text": "来週の水曜 10時から",
        "body": "くわしくは会場でおたずねください。",
    },
)

# Information without a date: on the home page, and what a special issue of the paper is made of.
NEWS: tuple[dict[str, str], ...] = (
    {
        "title": "ひろばのつかい方",
        "organiser": "拠点ひろば",
        "body": "火曜から土曜の9時30分から16時まで、いつ来て、いつ帰ってもかまいません。"
        "はじめての方には、スタッフがご案内します。お弁当を食べる場所もあります。",
        "audience_text": "未就学児と保護者、妊娠中の方",
        "fee_text": "無料",
        "contact_public": "拠点ひろば 045-000-0004",
        "themes": "play",
    },
    {
        "title": "子育てパートナーに相談できます",
        "organiser": "拠点ひろば",
        "body": "保育園や一時預かりのこと、くらしの困りごとを、いっしょに整理します。"
        "電話でも、ひろばでも相談できます。話した内容がほかに伝わることはありません。",
        "audience_text": "妊娠中の方、未就学児の保護者",
        "fee_text": "無料",
        "apply_text": "電話で予約するか、ひろばで声をかけてください",
        "contact_public": "拠点ひろば 045-000-0004",
        "themes": "consultation",
    },
    {
        "title": "子どもをあずかり合う「子育てサポート」",
        "organiser": "拠点ひろば",
        "body": "あずけたい人と、あずかれる人が会員になり、近所で支え合うしくみです。"
        "入会の説明会で、くわしくお話しします。",
        "audience_text": "生後57日から小学生までの子どもの保護者",
        "fee_text": "1時間800円から",
        "contact_public": "拠点ひろば 045-000-0004",
        "themes": "childcare",
    },
)
