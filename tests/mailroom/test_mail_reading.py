"""A mail that came in: its words, its files, its sender, and whether a person wrote it."""

from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.mailroom import open_mail, why_not_a_person
from notifier.mailroom.mail_reading.content import GARBLED, OUTLOOK, SEALED, SIGNED, TOO_MANY
from notifier.mailroom.mail_reading.open_mail import NO_MAIL
from tests.intake.letters import LETTER, SENDER, file, letter, sent_on
from tests.mailroom.bounce_samples import report

OWN = frozenset({"news@nishi.example.jp"})


def why(raw: bytes) -> str:
    return why_not_a_person(open_mail(raw), own=OWN)


@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp", "shift_jis", "euc-jp"])
def test_the_words_in_every_charset(charset: str) -> None:
    mail = open_mail(letter(charset=charset))
    assert mail.text == LETTER.strip()
    assert (mail.subject, mail.sender, mail.sender_name) == (
        "おはなし会のお知らせ", SENDER, "サロンA",
    )  # fmt: skip
    assert mail.message_id == "<1@mail.example.jp>"
    assert mail.sent_at is not None
    assert mail.sent_at.isoformat() == "2026-11-20T02:00:00+00:00"
    assert mail.problems == ()


@pytest.mark.parametrize("name", ["iso-2022-jp", "shift_jis", "utf-8"])
def test_a_japanese_subject_and_name_are_read(name: str) -> None:
    raw = letter("本文", subject=Header("冬のつどい", name).encode())
    assert open_mail(raw).subject == "冬のつどい"


def test_a_raw_subject_is_read() -> None:
    """Programs that write Japanese into headers unencoded exist."""
    raw = letter("本文").replace(b"Subject: ", "Subject: 生の件名 ".encode("cp932"), 1)
    assert open_mail(raw).subject.startswith("生の件名")


def test_plain_words_count_before_html() -> None:
    both = MIMEMultipart("alternative")
    both.attach(MIMEText("ふつうの文", "plain", "utf-8"))
    both.attach(MIMEText("<p>かざった文</p>", "html", "utf-8"))
    mail = open_mail(letter(both))
    assert (mail.text, mail.html) == ("ふつうの文", "")
    stub = MIMEMultipart("alternative")
    stub.attach(MIMEText("HTMLメールです。", "plain", "utf-8"))
    stub.attach(
        MIMEText(f"<style>{'p {} ' * 99}</style><p>{'かざった文' * 9}</p>", "html", "utf-8")
    )
    mail = open_mail(letter(stub))
    assert "かざった文" in mail.html, "a stub is no text"
    only = open_mail(letter("<p>かざった文</p>", html=True))
    assert (only.text, only.html) == ("", "<p>かざった文</p>")


def test_files_keep_their_names_and_a_mail_that_was_sent_on_is_opened() -> None:
    inner = letter("中の文", files=[file("ちらし.pdf", b"%PDF-1.4", "application/pdf")])
    mail = open_mail(letter("外の文", files=[sent_on(inner)]))
    assert mail.text == "外の文\n中の文"
    assert [(one.filename, one.media_type, one.data) for one in mail.files] == [
        ("ちらし.pdf", "application/pdf", b"%PDF-1.4")
    ]


def test_a_text_file_is_words_and_a_table_is_a_file() -> None:
    mail = open_mail(
        letter(
            "本文",
            files=[
                file("予定.txt", "12月5日".encode(), "text/plain"),
                file("予定.csv", b"a,b", "text/csv"),
            ],
        )
    )
    assert mail.text == "本文\n12月5日"
    assert [one.filename for one in mail.files] == ["予定.csv"]


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (file("winmail.dat", b'x\x9f>"', "application/ms-tnef"), OUTLOOK),
        (file("smime.p7m", b"0", "application/pkcs7-mime"), SEALED),
        (file("smime.p7m", b"0", "application/pkcs7-mime", smime_type="signed-data"), SIGNED),
    ],
)
def test_what_cannot_be_opened_is_said(part: object, said: str) -> None:
    assert open_mail(letter("本文", files=[part])).problems == (said,)  # type: ignore[list-item]


def test_garbled_words_are_said() -> None:
    raw = letter("x").replace(b'charset="utf-8"', b'charset="utf-8"').split(b"\n\n")[0]
    raw = raw.replace(b"base64", b"8bit") + b"\n\n\x81\xff\xfe\x00\xa0\xff"
    assert open_mail(raw).problems == (GARBLED,)


def test_a_mail_of_a_thousand_boxes_is_bounded() -> None:
    text = "Content-Type: multipart/mixed; boundary=b\n\n"
    deep = "From: a@example.jp\n" + text
    for _ in range(400):
        deep += "--b\n" + text
    assert open_mail(deep.encode()).problems
    wide = "From: a@example.jp\n" + text + "--b\n\nx\n" * 1_000
    assert open_mail(wide.encode()).problems == (TOO_MANY,)


def test_what_is_no_mail_is_said() -> None:
    assert open_mail(b"\x00\x01\x02").problems[0] == NO_MAIL
    assert open_mail(b"").problems == (NO_MAIL,)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("A <a@example.jp>, B <b@example.jp>", ""),
        ("名前だけ", ""),
        ('"..a"@docomo.ne.jp', ""),
        ("a..b@docomo.ne.jp", "a..b@docomo.ne.jp"),
        ("Ａ@example.jp", "a@example.jp"),
        ("", ""),
    ],
)
def test_one_address_or_none(given: str, read: str) -> None:
    assert open_mail(letter("本文", sender=given)).sender == read


def test_what_it_answers_nearest_first() -> None:
    raw = letter("本文", In_Reply_To="<3@x>", References="<1@x> <2@x> <3@x>")
    assert open_mail(raw).answers == ("<3@x>", "<2@x>", "<1@x>")


def test_a_person() -> None:
    assert why(letter()) == ""
    assert why(letter(Auto_Submitted="no")) == ""
    assert why(letter(Return_Path=f"<{SENDER}>", Delivered_To="news@nishi.example.jp")) == ""


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Auto_Submitted": "auto-replied"}, "automatic"),
        ({"Auto_Submitted": "auto-generated; x=y"}, "automatic"),
        ({"X_Autoreply": "yes"}, "automatic"),
        ({"subject": "自動返信：おはなし会のお知らせ"}, "automatic"),
        ({"List_Id": "<group.example.jp>"}, "list"),
        ({"Precedence": "bulk"}, "list"),
        ({"X_ML_Name": "salon"}, "list"),
        ({"Return_Path": "<>"}, "bounce"),
        ({"sender": "MAILER-DAEMON@example.jp"}, "bounce"),
        ({"Delivered_To": "bounce+12-0123456789ab@nishi.example.jp"}, "bounce"),
        ({"sender": "西区 <News@nishi.example.jp>"}, "own"),
    ],
)
def test_machines(headers: dict[str, str], expected: str) -> None:
    assert why(letter(**headers)) == expected  # type: ignore[arg-type]


def test_returned_mails() -> None:
    dead = report(said="550 5.1.1 User unknown", status="5.1.1", recipient="x@example.jp")
    assert why(dead) == "bounce"
    assert why(letter("\n".join(f"> {one}" for one in dead.decode().splitlines()))) == "bounce"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("写真が送信できません", "12月5日の会の写真が送信できませんでした。"),
        ("送信エラー", "フォームから送信することができませんでした。"),
        ("休暇中の親子イベント", "12月28日に開きます。"),
        ("不在のときのお願い", "留守番電話に入れてください。"),
        ("Vacation school", "夏の英語の会です。"),
        (
            "RE: 送信できません",
            "送信できませんでした。\n-----Original Message-----\nFrom: 拠点\nSubject: 送信できません\n",
        ),
    ],
)
def test_words_a_person_writes_too_are_no_sign_of_a_machine(subject: str, text: str) -> None:
    assert why(letter(text, subject=subject)) == ""


def test_the_same_words_of_a_machine_are() -> None:
    assert why(letter("x", subject="不在です", In_Reply_To="<1@x>")) == "automatic"
    failed = letter("送信できませんでした。", subject="送信エラー", Precedence="bulk")
    assert why(failed) == "bounce", "it is handed on, not only counted"
    copied = (
        "送信できませんでした。\n-----Original Message-----\nReceived: from x\nMessage-ID: <1@x>\n"
    )
    assert why(letter(copied, subject="送信エラー")) == "bounce"


@given(st.binary(max_size=400))
def test_nothing_raises(raw: bytes) -> None:
    mail = open_mail(
        b"From: a@example.jp\nContent-Type: multipart/mixed; boundary=b\n\n--b\n" + raw
    )
    assert isinstance(mail.text, str)
    why(raw)


@given(
    st.text(max_size=60), st.sampled_from(["Content-Type", "Content-Disposition", "Date", "From"])
)
def test_no_header_raises(value: str, name: str) -> None:
    raw = f"Subject: x\n{name}: {value}\n\nwords".encode("utf-8", "replace")
    assert isinstance(open_mail(raw).subject, str)
