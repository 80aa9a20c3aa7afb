"""Returned mails written for the tests, in the shapes mail servers give them."""

OURS = (
    "Message-ID: <abc-def_1.7@nishi.example.jp>\r\nTo: reader@example.jp\r\nSubject: 今週の号\r\n"
)


def report(
    *,
    said: str = "",
    status: str = "5.0.0",
    action: str = "failed",
    notice: str = "Your message could not be delivered.",
    recipient: str = "reader@example.jp",
    to: str = "news@nishi.example.jp",
) -> bytes:
    """An RFC 3464 delivery report with our mail's headers attached."""
    diagnostic = f"Diagnostic-Code: smtp; {said}\r\n" if said else ""
    return (
        "Return-Path: <>\r\n"
        "From: MAILER-DAEMON@mx.example.jp (Mail Delivery System)\r\n"
        f"To: {to}\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\n"
        "MIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"\r\n'
        "\r\n--b1\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n"
        f"{notice}\r\n"
        "--b1\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example.jp\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\n"
        f"Action: {action}\r\nStatus: {status}\r\n{diagnostic}"
        f"\r\n--b1\r\nContent-Type: text/rfc822-headers\r\n\r\n{OURS}\r\n--b1--\r\n"
    ).encode()


def plain(
    body: str,
    *,
    sender: str = "MAILER-DAEMON@mx.example.jp",
    subject: str = "failure notice",
    to: str = "news@nishi.example.jp",
    charset: str = "utf-8",
    more: str = "",
) -> bytes:
    """A returned mail in words only."""
    head = (
        f"Return-Path: <>\r\nFrom: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\n{more}"
        f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset={charset}\r\n\r\n"
    )
    return head.encode() + body.replace("\n", "\r\n").encode(charset)


COPY = f"\n--- Below this line is a copy of the message.\n\n{OURS}\n本文 550 5.1.1 User unknown\n"

QMAIL = """Hi. This is the qmail-send program at mx.example.jp.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<reader@example.jp>:
192.0.2.1 does not like recipient.
Remote host said: {said}
"""

EXIM = """This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  reader@example.jp
    SMTP error from remote mail server after {step}:
    host mx.example.jp [192.0.2.1]: {said}

------ This is a copy of the message, including all the headers. ------

Message-ID: <abc-def_1.7@nishi.example.jp>
To: reader@example.jp
"""

FEEDBACK = b"""From: staff@provider.example.jp
To: news@nishi.example.jp
Subject: FW: our mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b1"

--b1
Content-Type: text/plain

This is an email abuse report.
--b1
Content-Type: message/feedback-report

Feedback-Type: KIND
User-Agent: Test/1.0
Version: 1
Original-Rcpt-To: <reader@example.jp>

--b1
Content-Type: message/rfc822

Message-ID: <abc-def_1.7@nishi.example.jp>
From: news@nishi.example.jp
To: reader@example.jp
Subject: our mail

body
--b1--
"""
