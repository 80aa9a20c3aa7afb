"""Mails as people's programs write them, for every test of the way in by mail."""

import io
from collections.abc import Sequence
from email import message_from_bytes
from email.message import Message
from email.mime.application import MIMEApplication
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formataddr, parseaddr

from PIL import Image

SENDER = "salon-a@example.jp"
DATE = "Fri, 20 Nov 2026 11:00:00 +0900"
EVENT = """【日時】12月5日(土) 10:00~11:00
【場所】西地区センター 和室
【対象】0歳児と保護者
【参加費】無料
【持ち物】バスタオル
【申込み】不要
"""
LETTER = f"""西区の拠点 御担当者様

お世話になっております。サロンAの代表です。
12月のおはなし会のお知らせです。絵本を読みます。

{EVENT}
よろしくお願いいたします。

--\x20
サロンA 代表
TEL:045-000-0000
{SENDER}
"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//JA
METHOD:REQUEST
BEGIN:VEVENT
UID:1@x
SUMMARY:カレンダーの会
DTSTART;TZID=Asia/Tokyo:20261212T100000
LOCATION:図書館
END:VEVENT
END:VCALENDAR
"""
TABLE = "行事名,開催日,開始時刻,終了時刻,会場,対象\nヨガ,2026-12-05,10:00,11:00,図書館,0歳児\nつどい,2026-12-09,,,集会所,未就園児\n"


def letter(
    text: str | Message = LETTER,
    *,
    subject: str = "おはなし会のお知らせ",
    sender: str = f"サロンA <{SENDER}>",
    message_id: str = "<1@mail.example.jp>",
    charset: str = "utf-8",
    html: bool = False,
    files: Sequence[Message] = (),
    date: str = DATE,
    **headers: str,
) -> bytes:
    """The bytes of one mail; names of headers with _ for -."""
    words = text if isinstance(text, Message) else _text(text, charset, html=html)
    mail: Message = words
    if files:
        mail = MIMEMultipart("mixed")
        for part in (words, *files):
            mail.attach(part)
    name, address = parseaddr(sender)
    sender = (
        formataddr((name, address)) if name and address.isascii() and "," not in sender else sender
    )
    named = {"From": sender, "To": "news@nishi.example.jp", "Subject": subject, "Date": date}
    named |= {"Message-ID": message_id} if message_id else {}
    for name, value in (named | headers).items():
        mail[name.replace("_", "-")] = value
    return mail.as_bytes()


def _text(text: str, charset: str, *, html: bool) -> MIMEText:
    return MIMEText(text, "html" if html else "plain", charset)


def file(name: str, data: bytes, kind: str = "application/octet-stream", **facts: str) -> Message:
    """Something that hangs on a mail."""
    main, _, sub = kind.partition("/")
    if main == "application":
        part: Message = MIMEApplication(data, sub)
    elif main == "image":
        part = MIMEImage(data, sub)
    else:
        part = MIMEBase(main, sub)
        part.set_payload(data)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    for fact, value in facts.items():
        part.set_param(fact.replace("_", "-"), value)
    return part


def sent_on(inner: bytes) -> Message:
    """A whole mail hanging on another one."""
    part = MIMEBase("message", "rfc822")
    part.set_payload([message_from_bytes(inner)])
    return part


def jpeg(size: tuple[int, int] = (300, 200)) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    Image.new("RGB", size, "red").save(out, "JPEG", exif=exif)
    return out.getvalue()
