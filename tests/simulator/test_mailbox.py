"""The practice mailbox: what was sent, safely shown, and the one-click way out."""

import threading
from collections.abc import Iterator
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import urllib3

from notifier.simulator import Running, list_mails, read_mail
from notifier.wire import smtp


@pytest.fixture
def one_click() -> Iterator[tuple[str, list[bytes]]]:
    """An address of our service that keeps what is posted to it."""
    taken: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            taken.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/u/abc", taken
    server.shutdown()
    thread.join()
    server.server_close()


def deliver(
    mail_dir: Path, *, to: str = "a@example.jp", url: str = "", subject: str = "便"
) -> None:
    message = EmailMessage()
    message["From"] = "港のひろば <hub@example.jp>"
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = "<1@example.jp>"
    if url:
        message["List-Unsubscribe"] = f"<mailto:stop@example.jp>, <{url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content("本文です <b>太字ではない</b>\nhttp://127.0.0.1:8000/e/1 を見る")
    message.add_alternative("<p onclick='x()'>本文</p><script>alert(1)</script>", subtype="html")
    with smtp.open_mailer(f"maildir:{mail_dir}") as mailer:
        mailer.send(message.as_bytes(), sender="hub@example.jp", recipient=to)


def get(url: str) -> urllib3.BaseHTTPResponse:
    return urllib3.PoolManager(retries=False).request("GET", url)


def test_an_empty_mailbox_says_so(simulator: Running) -> None:
    assert "まだ1通もありません" in get(f"{simulator.url}/mailbox/").data.decode()


def test_the_newest_mail_stands_first_and_can_be_narrowed(
    simulator: Running, mail_dir: Path
) -> None:
    deliver(mail_dir, subject="一通目")
    deliver(mail_dir, to="b@example.jp", subject="二通目")
    shown = get(f"{simulator.url}/mailbox/").data.decode()
    assert shown.index("二通目") < shown.index("一通目")
    narrowed = get(f"{simulator.url}/mailbox/?to=a@example.jp").data.decode()
    assert "二通目" not in narrowed
    assert "一通目" in narrowed


def test_a_mail_is_shown_and_never_run(simulator: Running, mail_dir: Path) -> None:
    deliver(mail_dir, subject="<script>alert(1)</script>")
    (head,) = list_mails(mail_dir)
    shown = get(f"{simulator.url}/mailbox/{head.key}").data.decode()
    assert "<script" not in shown
    assert "&lt;b&gt;太字ではない" in shown
    assert '<a href="http://127.0.0.1:8000/e/1"' in shown
    assert "&lt;1@example.jp&gt;" in shown
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in shown
    frame = get(f"{simulator.url}/mailbox/{head.key}/html")
    policy = frame.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "script-src" not in policy


def test_one_click_posts_what_the_rfc_says(
    simulator: Running, mail_dir: Path, one_click: tuple[str, list[bytes]]
) -> None:
    url, taken = one_click
    deliver(mail_dir, url=url)
    (head,) = list_mails(mail_dir)
    assert read_mail(mail_dir, head.key).one_click_url == url
    answer = urllib3.PoolManager(retries=False).request(
        "POST", f"{simulator.url}/mailbox/{head.key}/unsubscribe"
    )
    assert taken == [b"List-Unsubscribe=One-Click"]
    assert "200 を返しました" in answer.data.decode()


def test_one_click_never_leaves_this_machine(simulator: Running, mail_dir: Path) -> None:
    deliver(mail_dir, url="https://hub.example.jp/u/abc")
    (head,) = list_mails(mail_dir)
    assert "ワンクリックで" not in get(f"{simulator.url}/mailbox/{head.key}").data.decode()
    answer = urllib3.PoolManager(retries=False).request(
        "POST", f"{simulator.url}/mailbox/{head.key}/unsubscribe"
    )
    assert answer.status == 400


@pytest.mark.parametrize("key", ["nothing", "..%2f..%2fsimulator.sqlite3", "..%2fnew"])
def test_a_key_is_never_a_path(simulator: Running, mail_dir: Path, key: str) -> None:
    deliver(mail_dir)
    assert get(f"{simulator.url}/mailbox/{key}").status == 404
