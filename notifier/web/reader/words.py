"""The words of the readers' pages in 日本語, やさしい日本語 and English: one line per sentence.

Parents who read little Japanese must be able to join and, above all, to leave.
"""

from collections.abc import Mapping

from notifier.web.languages import Sentences, in_every_language

_WORDS: Sentences = {
    "done": ("できました", "できました", "Done"),
    "check": ("ご確認ください", "見（み）て ください", "Please check"),
    "subscribe_title": (
        "お知らせを受け取る",
        "お知（し）らせを もらう",
        "Get our news",
    ),
    "subscribe_lead": (
        "地区とお子さんの生まれ月に合う子育てのお知らせを、ふだんは週に1回お送りします。無料です。",
        "子育（こそだ）ての お知（し）らせを 1週間（しゅうかん）に 1回（かい） 送（おく）ります。お金（かね）は いりません。",
        "News for families that fits your district and your child's age, usually once a week. Free.",
    ),
    "by_mail": ("メールで受け取る", "メールで もらう", "By e-mail"),
    "by_line": ("LINEで受け取る", "LINEで もらう", "By LINE"),
    "line_info": (
        "拠点のLINE公式アカウントを友だち追加してください。地区とお子さんの年齢は、トークのボタンで選べます。",
        "拠点（きょてん）の LINEを 友（とも）だちに してください。LINEで 地区（ちく）と 年（とし）を えらびます。",
        "Add the hub's official LINE account as a friend. You choose district and age by buttons in the chat.",
    ),
    "email": ("メールアドレス", "メールアドレス", "E-mail address"),
    "required": ("必須", "かならず", "required"),
    "email_help": (
        "確認のメールをお送りします。{domain} からのメールを受け取れるようにしておいてください。",
        "確認（かくにん）の メールを 送（おく）ります。{domain} の メールを もらえるように してください。",
        "We will send a message to confirm. Please allow mail from {domain}.",
    ),
    "districts": ("お住まいの地区", "住（す）んでいる 地区（ちく）", "Your district"),
    "none_means_all": (
        "選ばなければ、すべて届きます。",
        "えらばないと、ぜんぶ 届（とど）きます。",
        "If you choose none, you get everything.",
    ),
    "children": (
        "お子さんの生まれ月",
        "子（こ）どもが 生（う）まれた月（つき）",
        "Your children's birth month",
    ),
    "children_help": (
        "年齢に合うお知らせを選ぶためだけに使います。妊娠中の方は予定の月を選んでください。",
        "子（こ）どもの 年（とし）に 合（あ）う お知（し）らせを 送（おく）ります。お腹（なか）に 赤（あか）ちゃんが いる人（ひと）は、生（う）まれる 予定（よてい）の月（つき）を えらんで ください。",
        "Used only to choose news for the age. If you are expecting, choose the month the baby is due.",
    ),
    "child": ("{n}人目", "{n}人目（にんめ）", "Child {n}"),
    "year": ("年", "年（ねん）", "Year"),
    "month": ("月", "月（がつ）", "Month"),
    "not_chosen": ("えらばない", "えらばない", "–"),
    "themes": ("知りたいこと", "知（し）りたいこと", "Topics"),
    "language": ("お知らせのことば", "お知（し）らせの ことば", "Language of the news"),
    "consent_title": ("お預かりするもの", "あなたの 情報（じょうほう）", "What we keep"),
    "subscribe_button": (
        "同意して、確認メールを受け取る",
        "OK。確認（かくにん）の メールを もらう",
        "Agree and get the confirmation mail",
    ),
    "have_link": (
        "すでに登録している方（設定を変える・止める）",
        "もう もらっている人（ひと）（変（か）える・やめる）",
        "Already subscribed? Change or stop",
    ),
    "sent_title": (
        "メールをお送りしました",
        "メールを 送（おく）りました",
        "We have sent you a mail",
    ),
    "sent_lead": (
        "届いたメールのリンクを開いて、ボタンを押すと終わりです。リンクは7日間使えます。",
        "メールの リンクを 開（ひら）いて、ボタンを 押（お）してください。7日間（なのかかん） 使（つか）えます。",
        "Open the link in the mail and press the button. The link works for 7 days.",
    ),
    "sent_help": (
        "数分たっても届かないときは、迷惑メールの箱と、{domain} の受信許可をご確認ください。1日に何度もお申し込みがあったアドレスには、お送りしないことがあります。",
        "メールが 来（こ）ないときは、迷惑（めいわく）メールを 見（み）てください。{domain} の メールを もらえるように してください。",
        "If nothing arrives in a few minutes, look into your spam folder and allow mail from {domain}. We do not send again and again to one address on one day.",
    ),
    "confirm_title": ("登録の確認", "登録（とうろく）の 確認（かくにん）", "Confirm"),
    "confirm_lead": (
        "下のボタンを押すと、お知らせメールの登録が終わります。",
        "下（した）の ボタンを 押（お）すと、登録（とうろく）が 終（お）わります。",
        "Press the button to finish your subscription.",
    ),
    "confirm_button": ("登録する", "登録（とうろく）する", "Subscribe"),
    "confirmed": (
        "登録が終わりました。次の便からお届けします。",
        "登録（とうろく）が 終（お）わりました。つぎから 届（とど）きます。",
        "You are subscribed. The next issue will reach you.",
    ),
    "old_title": (
        "このリンクは使えなくなりました",
        "この リンクは 使（つか）えません",
        "This link no longer works",
    ),
    "old_confirm": (
        "一度使ったか、期限（7日）がすぎています。登録が終わっている方は、そのままで届きます。終わっていない方は、もう一度お申し込みください。",
        "この リンクは もう 使（つか）いました。または、古（ふる）いです。もう一度（いちど） 申（もう）しこんで ください。",
        "It was used already or is older than 7 days. If you are subscribed, nothing is to be done. If not, please sign up again.",
    ),
    "old_reader": (
        "リンクが途中で切れているか、新しいリンクに替わっています。登録したメールアドレスに、新しいリンクをお送りします。",
        "リンクが 古（ふる）いです。新（あたら）しい リンクを メールで 送（おく）ります。",
        "It is incomplete or was replaced. We can send a new link to the address you subscribed with.",
    ),
    "old_line": (
        "LINEで受け取っている方は、トークで「配信設定」を押してください。",
        "LINEの人（ひと）は、LINEで「配信設定（はいしんせってい）」を 押（お）してください。",
        "If you use LINE, press 「配信設定」 in the chat.",
    ),
    "link_title": (
        "設定のリンクを受け取る",
        "設定（せってい）の リンクを もらう",
        "Get your settings link",
    ),
    "link_lead": (
        "登録しているメールアドレスに、設定の変更と停止ができるリンクをお送りします。",
        "あなたの メールに リンクを 送（おく）ります。変（か）えることと、やめることが できます。",
        "We send a link to the address you subscribed with. With it you can change or stop.",
    ),
    "link_button": ("リンクをメールで受け取る", "リンクを メールで もらう", "Send me the link"),
    "again_button": ("もう一度申し込む", "もう一度（いちど） 申（もう）しこむ", "Sign up again"),
    "me_title": ("配信設定", "お知（し）らせの 設定（せってい）", "Your settings"),
    "me_state_active": ("お届けしています", "届（とど）いています", "You are receiving our news"),
    "me_state_paused": (
        "{until}までお休みしています",
        "{until}まで お休（やす）みです",
        "Paused until {until}",
    ),
    "me_state_ended": ("止めています", "やめています", "Stopped"),
    "me_ended_lead": (
        "お知らせは届きません。もう一度受け取ることもできます。",
        "お知（し）らせは 届（とど）きません。もう一度（いちど） もらうことも できます。",
        "You receive nothing. You can start again at any time.",
    ),
    "wishes_title": ("受け取る内容", "もらう お知（し）らせ", "What you receive"),
    "save": ("この内容で保存する", "保存（ほぞん）する", "Save"),
    "saved": ("設定を保存しました。", "保存（ほぞん）しました。", "Your settings are saved."),
    "channel": ("受け取る方法", "もらいかた", "How you receive it"),
    "channel_line": ("LINE", "LINE", "LINE"),
    "channel_email": ("メール", "メール", "E-mail"),
    "pause_title": ("しばらく休む", "少（すこ）し 休（やす）む", "Take a break"),
    "pause_lead": (
        "期間がすぎると、自動で再開します。",
        "時間（じかん）が すぎると、また 届（とど）きます。",
        "It starts again by itself.",
    ),
    "pause_weeks": ("{n}週間休む", "{n}週間（しゅうかん） 休（やす）む", "{n} week(s)"),
    "paused": ("お休みにしました。", "休（やす）みに しました。", "Paused."),
    "resume": ("いま再開する", "また もらう", "Start again now"),
    "resumed": (
        "お知らせを再開しました。",
        "また 届（とど）きます。",
        "You receive our news again.",
    ),
    "renew_title": (
        "リンクを新しくする",
        "リンクを 新（あたら）しく する",
        "Get a new link",
    ),
    "renew_lead": (
        "お知らせを人に転送したときなどに、使ってください。このページを開くリンクが新しくなり、メールでもお送りします。これまでのお知らせの中の「設定」と「止める」のリンクは使えなくなります。お知らせは、これまでどおり届きます。",
        "お知（し）らせを ほかの人（ひと）に 送（おく）った ときに 使（つか）ってください。古（ふる）い リンクは 使（つか）えなく なります。新（あたら）しい リンクを メールで 送（おく）ります。お知（し）らせは、これからも 届（とど）きます。",
        "For example, when you forwarded our mail to somebody. This page gets a new link, which we also mail to you. The links in earlier mails stop working. You still receive our news.",
    ),
    "renewed": (
        "リンクを新しくしました。このページをブックマークしているときは、しなおしてください。",
        "リンクを 新（あたら）しく しました。",
        "Your link is new. If you bookmarked this page, please do so again.",
    ),
    "renewed_often": (
        "今日はもう何度も新しくしました。あすになってから、もう一度お試しください。",
        "きょうは もう できません。あした もう一度（いちど） してください。",
        "You renewed it several times today. Please try again tomorrow.",
    ),
    "stop_title": ("止める", "やめる", "Stop"),
    "stop_link": ("お知らせを止める", "お知（し）らせを やめる", "Stop the news"),
    "record_title": ("登録の記録", "登録（とうろく）の 記録（きろく）", "Your record"),
    "since": ("{date}から", "{date}から", "since {date}"),
    "state_unconfirmed": (
        "確認待ち",
        "確認（かくにん）を 待（ま）っています",
        "waiting to be confirmed",
    ),
    "state_active": ("届いています", "届（とど）いています", "active"),
    "state_suspended": (
        "届かないため止まっています",
        "届（とど）かないので 止（と）まっています",
        "held, because mail did not arrive",
    ),
    "state_blocked": ("LINEでブロック中", "LINEで ブロックしています", "blocked on LINE"),
    "state_unsubscribed": ("止めました", "やめました", "stopped"),
    "address_forgotten": ("（消去しました）", "（消（け）しました）", "(deleted)"),
    "consent_given": ("同意", "OK", "agreed"),
    "consent_taken": ("とりやめ", "やめた", "withdrawn"),
    "consent_to": ("同意していただいた内容", "OKした こと", "What you agreed to"),
    "leave_title": ("お知らせを止めますか", "お知（し）らせを やめますか", "Stop the news?"),
    "leave_lead": (
        "ボタンを押すと、すぐに止まります。理由はうかがいません。",
        "ボタンを 押（お）すと、すぐ やめます。",
        "It stops at once. We ask for no reason.",
    ),
    "leave_email": ("メールを止める", "メールを やめる", "Stop e-mail"),
    "leave_line": ("LINEを止める", "LINEを やめる", "Stop LINE"),
    "leave_all": ("すべて止める", "ぜんぶ やめる", "Stop everything"),
    "leave_pause": (
        "止めずに、2週間だけ休む",
        "やめないで、2週間（しゅうかん） 休（やす）む",
        "Only pause for 2 weeks",
    ),
    "left_title": (
        "お知らせを止めました",
        "お知（し）らせを やめました",
        "You have stopped the news",
    ),
    "left_lead": (
        "これまでありがとうございました。もうお送りしません。アドレスは30日後に消します。",
        "ありがとうございました。もう 送（おく）りません。30日（にち）で アドレスを 消（け）します。",
        "Thank you for reading. Nothing more will be sent. We delete the address after 30 days.",
    ),
    "left_undo": (
        "まちがえたときは、やり直せます。",
        "まちがえたときは、もどせます。",
        "Pressed by mistake? You can undo it.",
    ),
    "rejoin": ("やり直す（もう一度受け取る）", "もう一度（いちど） もらう", "Undo (receive again)"),
    "to_settings": ("配信設定へもどる", "設定（せってい）へ もどる", "Back to settings"),
    "error_email": (
        "メールアドレスの形になっていません。「name@example.jp」のように、もう一度入れてください。",
        "メールアドレスを もう一度（いちど） 書（か）いてください。",
        "This is not an e-mail address. Please type it like name@example.jp.",
    ),
    "error_birth_months": (
        "年と月の両方を選んでください。予定の月は10か月先まで選べます。",
        "年（ねん）と 月（がつ）を えらんでください。",
        "Please choose both year and month; a due month may be up to 10 months ahead.",
    ),
    "error_districts": (
        "地区は一覧の中から選んでください。",
        "地区（ちく）を えらんでください。",
        "Please choose districts from the list.",
    ),
    "error_themes": (
        "テーマは一覧の中から選んでください。",
        "もう一度（いちど） えらんでください。",
        "Please choose topics from the list.",
    ),
    "error_language": (
        "ことばは一覧の中から選んでください。",
        "ことばを えらんでください。",
        "Please choose a language from the list.",
    ),
    "error_title": (
        "直していただくところがあります。入力はそのまま残っています。",
        "もう一度（いちど） 見（み）てください。",
        "Something needs your attention. What you typed is kept.",
    ),
}
_IN = in_every_language(_WORDS)


def words(language: str) -> Mapping[str, str]:
    """Every sentence in ``language``."""
    return _IN[language]
