"""What each setting means, in a sentence for operators, and its value with secrets masked."""

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from notifier.config import Settings

MASK = "＊＊＊"

MEANINGS: dict[str, str] = {
    "database_url": "データを置く場所。本番は postgresql+psycopg://… を書きます。",
    "broker_url": "仕事の呼び鈴。embedded は付属のサーバー、本番は redis://… を書きます。",
    "secret_key": "暗号と署名の元になる鍵（32文字以上）。交換中は新しい鍵,古い鍵の順に2つ書きます。",
    "base_url": "利用者から見えるこのサービスの入口。すべてのリンクがここから始まります。",
    "smtp_url": "メールの出口。maildir:フォルダ、または smtp://利用者:合言葉@中継サーバー:587?tls=starttls。",
    "verp": "1 なら、メール1通ごとに戻り先の宛先（bounce+…@差出人のドメイン）を変えます。",
    "bounce_imap_url": "戻ってきたメールの受信箱。imaps://利用者:合言葉@サーバー:993/INBOX。10分ごとに読み、既読にします。",
    "submissions_imap_url": "団体からのメールの受信箱。imaps://利用者:合言葉@サーバー:993/INBOX。5分ごとに読み、既読にします。",
    "line_api_url": "LINEの送信先。練習中は自分の機械の中の練習用サーバーです。",
    "line_data_api_url": "LINEの画像などの取得先。練習中は自分の機械の中の練習用サーバーです。",
    "practice": "練習かどうか。練習中は何も外へ出ず、どのページにもそう書かれます。",
    "media_dir": "受け取ったチラシなどの置き場所。バックアップの対象です。",
    "var_dir": "付属のデータベース、鍵、呼び鈴、メール送信の手控えの置き場所。",
    "left_log": "やめた人の控え（暗号化した印だけ）の置き場所。データベースとは別の機械やディスクが安心です。",
    "clock_offset": "時計に足す秒数（昔のデータで練習するとき）。ふだんは 0 です。",
    "trusted_proxies": "前に立つ中継サーバー（TLSの入口など）の数。直接つなぐときは 0 のままです。",
    "real_inputs": "実物の入力ファイルを使う試験のためのフォルダ。運用では使いません。",
}


@dataclass(frozen=True, slots=True)
class Explained:
    """One setting as the operator sees it."""

    name: str
    value: str
    meaning: str


def explain(settings: Settings | None) -> list[Explained]:
    """Every setting; values are empty when the settings cannot be read."""
    return [
        Explained(
            f"NOTIFIER_{key.upper()}",
            masked(key, str(getattr(settings, key))) if settings else "",
            meaning,
        )
        for key, meaning in MEANINGS.items()
    ]


def masked(key: str, value: str) -> str:
    """The value as it may be shown: a key by its length, a URL without its password."""
    if key == "secret_key":
        keys = [part for part in value.split(",") if part.strip()]
        return "・".join(f"{MASK}（{len(one.strip())}文字）" for one in keys) or "（なし）"
    if "@" not in value:
        return "（なし）" if value == "None" else value
    parts = urlsplit(value)
    who, _, where = parts.netloc.rpartition("@")  # a password may hold both signs itself
    user, has_password, _ = who.partition(":")
    shown = f"{user}:{MASK}@{where}" if has_password else parts.netloc
    return urlunsplit(parts._replace(netloc=shown))
