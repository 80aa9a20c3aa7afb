"""The headings people and open-data schemes use, and the field each stands for (plain data).

Keys are folded: NFKC, lower case, no spaces or brackets. Sources: the childcare corpus (English
keys), the 50-column base-registry list, 推奨データセット, the GIF event model, city monthly lists.
"""

LABELS: dict[str, str] = {
    "external_id": "番号・ID",
    "title": "行事名",
    "subtitle": "サブタイトル",
    "body": "内容",
    "remarks": "備考",
    "date": "開催日",
    "until": "終了日",
    "start": "開始時刻",
    "end": "終了時刻",
    "when_note": "日時の備考",
    "place": "会場",
    "room": "部屋",
    "address": "住所",
    "organiser": "主催",
    "audience": "対象",
    "capacity": "定員",
    "fee": "参加費",
    "fee_detail": "参加費の説明",
    "apply": "申込方法",
    "apply_by": "申込期限日",
    "apply_by_time": "申込期限時刻",
    "bring": "持ち物",
    "weather": "雨天時",
    "contact": "問い合わせ先",
    "phone": "電話（公開）",
    "contact_person": "担当者（公開しない）",
    "email": "メール（公開しない）",
    "url": "URL",
    "district": "地区",
    "theme": "テーマ",
    "status": "状態",
}

JOINED = frozenset(
    {"address", "place", "apply", "contact", "remarks", "body", "fee_detail", "phone"}
)
"""Fields that several columns may fill together."""

_WORDS: dict[str, str] = {
    "external_id": "uid id no № 番号 管理番号 イベントid 識別番号 整理番号 通し番号",
    "title": "eventtitle title イベント名 名称 行事名 催し名 催し物名 催しもの イベントタイトル イベント 行事 タイトル 講座名 "
    "教室名 件名 名前 eventname コンベンション名 事業名 行事名称 イベント名称 催し ひろば名 サロン名",
    "subtitle": "サブタイトル subtitle 副題",
    "body": "what 内容 説明 概要 詳細 イベント内容 行事内容 description 本文 紹介文 プログラム 講座内容 サマリー",
    "remarks": "備考 note その他 特記事項 remarks memo ひとこと",
    "date": "when 開催日 開始日 日にち 日付 とき 日時 開催日時 月日 日程 期日 dateofstart startdate 実施日 開催期間 期間 "
    "date 開催開始日 定期開催1開始日 日",
    "until": "終了日 開催終了日 dateofend enddate 最終日 定期開催1終了日",
    "start": "opentime 開始時刻 開始時間 開始 時間 starttime 時刻 開催時間 定期開催1開始時刻",
    "end": "closetime 終了時刻 終了時間 終了 endtime 定期開催1終了時刻",
    "when_note": "日時備考 開始日時特記事項 日時説明 datetimedescription 日時の備考 開催パターン 定期開催1曜日 曜日",
    "place": "where ところ 場所 会場 場所名称 開催場所 施設名 集合場所 会場名 開催施設 location venue 場所名 開催会場",
    "room": "place 部屋 方書 室名",
    "address": "住所 所在地 住所都道府県 住所市区町村 住所町名 住所丁目以下 建物名等 会場住所 開催場所住所 address 開催地",
    "organiser": "who 主催 主催者 主催団体 団体名 グループ名 サークル名 organizer 主催団体名 主催者名 団体 実施団体",
    "audience": "whom 対象 対象者 対象年齢 参加対象 targetperson 対象備考 対象者備考 掲載区分",
    "capacity": "定員 募集人数 人数 capacity 定員数 募集定員",
    "fee": "fee 費用 料金 参加費 料金基本 参加料 会費 feejpy 受講料 利用料",
    "fee_detail": "料金詳細 料金説明 feedescription 費用備考 参加費備考",
    "apply": "申込方法 申込 申込み 申し込み 参加申込方法 申込期間 予約 申込方法等 applicationmethod 申込先 申し込み方法",
    "apply_by": "申込期限日 参加申込終了日 申込締切 締切 申込期限 締切日 deadlinedateofapplication 申込締切日",
    "apply_by_time": "申込期限時刻 参加申込終了時間 applicationdeadlinetime",
    "bring": "持ち物 持物 もちもの 持ち物等 用意するもの",
    "weather": "雨天時 雨天 荒天時 雨天の場合 開催条件 holdingcondition 天候",
    "contact": "contact 問い合わせ先 問合せ先 問合せ お問い合わせ 問い合わせ お問い合わせ先 連絡先 連絡先名称 連絡記事 "
    "問い合わせ先市の担当課 問合せ先市の担当課 お問合せ 連絡先団体名",
    "phone": "phone tel 電話 電話番号 連絡先電話番号 連絡電話 telephone 問い合わせ電話",
    "contact_person": "担当者 担当者名 代表者 代表者名 責任者 担当者氏名 記入者",
    "email": "email メール メールアドレス 連絡先メールアドレス 連絡メール eメール",
    "url": "url ホームページ hp イベントurl eventurl 詳細url リンク web 記事url",
    "district": "地区 地区名 連合 地域",
    "theme": "テーマ 分野",
    "status": "状態 status 開催状況",
}

HEADINGS: dict[str, str] = {word: key for key, words in _WORDS.items() for word in words.split()}

IGNORED = frozenset(
    [
        "緯度",
        "経度",
        "timestamp",
        "soucefile",
        "sourcefile",
        "totaluser",
        "tag1",
        "都道府県コード又は市区町村コード",
        "画像url",
        "名称カナ",
        "名称英字",
        "名称通称",
        "アクセス方法",
        "駐車場情報",
        "駐輪場情報",
        "郵便番号",
    ]
)
