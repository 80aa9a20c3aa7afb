"""Returned mails: who is dead, who is only full, away or choosy, and what nobody can tell."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.mailroom import read_bounce, sentence_of
from notifier.mailroom.bounce_reading.judge import HARD
from notifier.mailroom.bounce_reading.words import SENTENCES
from tests.mailroom.bounce_samples import COPY, EXIM, FEEDBACK, QMAIL, plain, report


@pytest.mark.parametrize(
    ("said", "status", "kind", "reason"),
    [
        ("550 5.1.1 <reader@example.jp>... User Unknown", "5.1.1", "hard", "no_such_user"),
        ("550 5.1.1 The email account that you tried to reach does not exist.", "5.1.1", "hard",
         "no_such_user"),
        ("550 <reader@example.jp>: User unknown", "5.0.0", "hard", "no_such_user"),
        ("551 5.1.6 recipient no longer on server: reader@example.jp", "5.1.6", "hard", "moved"),
        ("Host or domain name not found. Name service error for name=example.jp", "5.4.4", "hard",
         "no_such_host"),
        ("556 5.1.10 Recipient address has null MX", "5.1.10", "hard", "takes_no_mail"),
        ("550 5.2.2 <reader@example.jp>... Mailbox Full", "5.2.2", "mailbox_full", "mailbox_full"),
        ("552 5.1.1 user unknown or mailbox is full", "5.1.1", "mailbox_full", "mailbox_full"),
        ("450 4.1.1 <reader@example.jp>: user unknown", "4.1.1", "soft", "temporary_no_such_user"),
        ("550 Unknown user reader@docomo.example.jp", "5.2.0", "soft", "refused_by_recipient"),
        ("550 : User unknown", "5.0.0", "soft", "refused_by_recipient"),
        ("550 5.2.1 <reader@example.jp>... User Unknown", "5.2.1", "soft", "disabled"),
        ("550 5.7.1 user unknown", "5.7.1", "soft", "refused_by_recipient"),
        ("554 5.7.1 Service unavailable; Client host blocked using zen.spamhaus.org", "5.1.1",
         "soft", "blocked"),
        ("550 5.7.26 unauthenticated mail is prohibited; SPF did not pass", "5.7.26", "soft",
         "auth_failure"),
        ("552 5.3.4 Message size exceeds fixed limit", "5.3.4", "soft", "too_big"),
        ("550 5.2.1 The email account is disabled.", "5.2.1", "soft", "disabled"),
        ("554 5.7.1 <reader@example.jp>: Relay access denied", "5.7.1", "soft", "relay_denied"),
        ("553 5.1.8 Domain of sender address does not exist", "5.1.8", "soft", "sender_refused"),
        ("connect to mx.example.jp[192.0.2.1]:25: Connection timed out", "4.4.1", "soft",
         "not_reached"),
        ("", "5.0.0", "soft", "unclear"),
    ],
)  # fmt: skip
def test_reports(said: str, status: str, kind: str, reason: str) -> None:
    verdict = read_bounce(report(said=said, status=status))
    assert (verdict.kind, verdict.reason_key) == (kind, reason)
    assert verdict.recipients == ("reader@example.jp",)
    assert verdict.original_message_id == "<abc-def_1.7@nishi.example.jp>"
    assert verdict.sentence == sentence_of(reason)


def test_a_delay_is_no_verdict() -> None:
    verdict = read_bounce(report(said="450 4.1.1 user unknown", status="4.1.1", action="delayed"))
    assert (verdict.kind, verdict.reason_key) == ("none", "delayed")


def test_delivered_is_no_bounce() -> None:
    assert (
        read_bounce(report(said="250 2.1.5 Ok", status="2.1.5", action="delivered")).kind == "none"
    )


def test_the_notice_speaks_when_the_report_is_silent() -> None:
    notice = (
        "<reader@example.jp>: host mx said: 550 5.1.1 User unknown (in reply to RCPT TO command)"
    )
    assert read_bounce(report(notice=notice)).kind == "hard"
    off = f"The user(s) account is disabled.\r\n{notice}"
    assert read_bounce(report(notice=off)).reason_key == "disabled"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (QMAIL.format(said="550 5.1.1 <reader@example.jp>... User unknown") + COPY, "hard"),
        (QMAIL.format(said="452 4.2.2 Mailbox full") + COPY, "mailbox_full"),
        (QMAIL.format(said="550 no such user here") + COPY, "soft"),  # a bare guess
        (EXIM.format(step="RCPT TO:<reader@example.jp>", said="550 unknown user"), "hard"),
        (EXIM.format(step="end of data", said="550 unknown user"), "soft"),
        (
            (
                "Your message\n\nwas not delivered to:\n\n  reader@example.jp\n\nbecause:\n\n  User reader"
                " (reader@example.jp) not listed in Domino Directory\n"
            ),
            "hard",
        ),
        (
            (
                "did not reach the following recipient(s):\n\nreader@example.jp on Thu\n"
                "    The recipient name is not recognized\n"
            ),
            "hard",
        ),
    ],
)
def test_words_only(body: str, kind: str) -> None:
    verdict = read_bounce(plain(body, subject="Undeliverable: failure notice"))
    assert verdict.kind == kind
    assert verdict.recipients == ("reader@example.jp",)


def test_the_copy_of_our_mail_accuses_nobody() -> None:
    """Our own text, returned below the notice, may speak of unknown users."""
    body = "Sorry, we were unable to deliver your message.\n\n<reader@example.jp>:\n" + COPY
    assert read_bounce(plain(body)).kind == "soft"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("受信拒否設定のため、送信できませんでした。", "refused_by_recipient"),
        ("メールボックスがいっぱいのため、お届けできませんでした。", "mailbox_full"),
        ("次の宛先に配信できませんでした。", "unclear"),
    ],
)
@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp", "cp932"])
def test_japanese_notices(words: str, reason: str, charset: str) -> None:
    body = f"<reader@docomo.example.jp>\n{words}\n"
    assert read_bounce(plain(body, charset=charset)).reason_key == reason


def test_two_recipients_are_kept_apart() -> None:
    first = report(said="550 5.1.1 User unknown", status="5.1.1").decode()
    second = (
        "\r\n\r\nFinal-Recipient: rfc822; other@example.jp\r\nAction: failed\r\nStatus: 5.2.2\r\n"
        "Diagnostic-Code: smtp; 552 5.2.2 Mailbox full"
    )
    both = first.replace("5.1.1 User unknown", "5.1.1 User unknown" + second, 1).encode()
    verdict = read_bounce(both)
    assert [one.kind for one in verdict.refusals] == ["hard", "mailbox_full"]
    assert verdict.kind == "mailbox_full"  # the mildest speaks for the mail


@pytest.mark.parametrize(
    ("kind", "read"),
    [
        (b"abuse", "complaint"),
        (b"fraud", "complaint"),
        (b"not-spam", "none"),
        (b"auth-failure", "none"),
    ],
)
def test_complaints(kind: bytes, read: str) -> None:
    verdict = read_bounce(FEEDBACK.replace(b"KIND", kind))
    assert verdict.kind == read
    assert verdict.recipients == (("reader@example.jp",) if read == "complaint" else ())


@pytest.mark.parametrize(
    "head",
    [
        {"more": "Auto-Submitted: auto-replied\r\n", "subject": "Re: our mail"},
        {"subject": "自動返信: 休暇をいただいています"},
        {"subject": "Out of Office"},
        {"more": "X-Autoreply: yes\r\n"},
    ],
)
def test_automatic_replies(head: dict[str, str]) -> None:
    mail = plain(
        "不在です。user unknown 550 5.1.1\n",
        sender="reader@example.jp",
        **{"subject": "Re: our mail", **head},
    )
    assert read_bounce(mail).kind == "vacation"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n\r\n",
        b"\xff\xfe\x00garbage\n\n550 user unknown",
        plain("次の集まりはいつですか。", sender="parent@example.jp", subject="質問"),
        report(said="550 5.1.1 User unknown", status="5.1.1").replace(b"\r\n", b"\r"),  # damaged
        b"From: a\nContent-Type: multipart/report; boundary=\n\n--\n",
        (
            b"From: MAILER-DAEMON\nSubject: =?iso-2022-jp?B?!!!?=\nContent-Type: text/plain; "
            b"charset=nowhere\nContent-Transfer-Encoding: base64\n\n\x1b$B!\n"
        ),
    ],
)
def test_what_is_no_returned_mail_changes_nothing(raw: bytes) -> None:
    assert read_bounce(raw).kind == "none"


def test_the_return_address_is_found() -> None:
    back = "bounce+12-0123456789ab@nishi.example.jp"
    assert read_bounce(report(to=back)).verp == back
    assert read_bounce(report()).verp == ""


def test_every_sentence_is_japanese_and_names_no_address() -> None:
    for key in SENTENCES:
        said = sentence_of(key)
        assert said.endswith("。")
        assert "@example" not in said
        for impossible in ("ご本人に", "アドレスを確かめ", "ないか確かめ"):
            assert impossible not in said, "staff see a number only"
        assert ("このアドレスへは、もう送りません。" in said) == (key in HARD)
    assert "news@nishi.example.jp" in sentence_of(
        "refused_by_recipient", sender="news@nishi.example.jp"
    )


@given(st.binary(max_size=600))
def test_no_bytes_break_it(noise: bytes) -> None:
    read_bounce(noise)
    good = report(said="550 5.1.1 User unknown", status="5.1.1")
    read_bounce(good[: len(noise)] + noise + good[len(noise) :])


@given(st.text(max_size=300))
def test_words_of_a_person_never_suspend(words: str) -> None:
    mail = plain(
        words.encode("utf-8", "ignore").decode(), sender="parent@example.jp", subject="お便り"
    )
    assert read_bounce(mail.replace(b"Return-Path: <>\r\n", b"")).kind != "hard"


@pytest.mark.parametrize("sign", ["12", "a-", "1.1.1.", "http://", "To: a", "<br", "</p"])
@pytest.mark.parametrize(
    "head",
    [
        "Content-Type: text/html\n\n",
        "Subject: Undelivered Mail\n\n",
        "Content-Type: message/rfc822\n\nTo: ",
        "Content-Type: message/delivery-status\n\nAction: failed\nFinal-Recipient: rfc822; ",
    ],
)
def test_nobody_keeps_the_reader_busy(head: str, sign: str) -> None:
    """Anybody can write to the address mails come back to; those behind this one wait."""
    raw = f"From: MAILER-DAEMON@example.jp\n{head}{sign * (60_000 // len(sign))}\n"
    began = time.monotonic()
    read_bounce(raw.encode())
    assert time.monotonic() - began < 5, "it took 0.2 s when this was written, some 20 s before"
