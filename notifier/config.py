"""Settings: read once from the environment (and ``.env``), frozen, loud when wrong."""

import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

EMBEDDED_DATABASE = "sqlite:///var/notifier.sqlite3"
EMBEDDED_BROKER = "embedded"
SIMULATOR_URL = "http://127.0.0.1:8001"
LINE_API_URL = "https://api.line.me"
LINE_DATA_API_URL = "https://api-data.line.me"
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
MIN_SECRET_LENGTH = 32
MAX_OFFSET_SECONDS = 100 * 366 * 86_400  # a century; beyond lie moments no calendar knows
DATABASES = ("sqlite", "postgresql+psycopg")
BROKERS = ("redis", "rediss")
WANTED = {
    "clock_offset": "秒数を、数（例 0、-3600。前後100年まで）で書いてください",
    "trusted_proxies": "前に立つ中継サーバーの数を、0〜5 の数字で書いてください",
    "practice": "1（練習）か 0（本番）を書いてください",
    "verp": "1（変える）か 0（変えない）を書いてください",
}


class SettingsError(Exception):
    """A setting is wrong; the message names it and the remedy."""


class Settings(BaseSettings):
    """Every setting of docs/settings.md; names in the environment carry ``NOTIFIER_``."""

    model_config = SettingsConfigDict(
        env_prefix="NOTIFIER_", env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    database_url: str = Field(default=EMBEDDED_DATABASE, repr=False)
    broker_url: str = Field(default=EMBEDDED_BROKER, repr=False)
    secret_key: str = Field(default="", repr=False)
    base_url: str = "http://127.0.0.1:8000"
    smtp_url: str = Field(default="maildir:var/mail", repr=False)
    verp: bool = False
    bounce_imap_url: str = Field(default="", repr=False)
    submissions_imap_url: str = Field(default="", repr=False)
    line_api_url: str = ""
    line_data_api_url: str = ""
    practice: bool | None = None
    media_dir: Path = Path("var/media")
    var_dir: Path = Path("var")
    left_log: Path | None = None
    clock_offset: float = Field(
        default=0, ge=-MAX_OFFSET_SECONDS, le=MAX_OFFSET_SECONDS, allow_inf_nan=False
    )
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    real_inputs: Path | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        """Fill what follows from other settings, then refuse contradictions."""
        fill = object.__setattr__
        if self.practice is None:
            fill(self, "practice", self.broker_url == EMBEDDED_BROKER)
        if not self.line_api_url:
            fill(self, "line_api_url", SIMULATOR_URL if self.practice else LINE_API_URL)
        if not self.line_data_api_url:
            fill(self, "line_data_api_url", SIMULATOR_URL if self.practice else LINE_DATA_API_URL)
        fill(self, "base_url", self.base_url.rstrip("/"))
        _check_addresses(self)
        _check_secret(self)
        _check_practice(self)
        return self

    @property
    def is_practice(self) -> bool:
        """Practising: nothing leaves this machine and every page says so."""
        return bool(self.practice)

    @property
    def left_log_path(self) -> Path:
        """The log of who left, outside the database."""
        return self.left_log or self.var_dir / "left.jsonl"

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The current secret key first, then the one being rotated out."""
        return tuple(key.strip() for key in self.secret_key.split(",") if key.strip())


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process.

    Raises ``SettingsError`` with one sentence per wrong setting.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError("".join(_say(one) for one in error.errors())) from None


def is_loopback(url: str) -> bool:
    """Whether ``url`` stays on this machine (a Maildir does)."""
    try:
        host = urlsplit(url).hostname
    except ValueError:  # where nobody can read is not known to be here
        return False
    return url.startswith("maildir:") or host in LOOPBACK_HOSTS


def _say(problem: ErrorDetails) -> str:
    """One sentence; never the input itself, which may hold a password."""
    if not problem["loc"]:  # found by the checks below, in our own words
        return problem["msg"].removeprefix("Value error, ")
    key = str(problem["loc"][0])
    wanted = WANTED.get(key, "書かれていることを読めません。形を確かめてください")
    return f"NOTIFIER_{key.upper()}: {wanted}。"


def _check_addresses(settings: Settings) -> None:
    try:
        known = make_url(settings.database_url).drivername in DATABASES
    except (ArgumentError, ValueError):
        known = False
    if not known:
        raise ValueError(
            "NOTIFIER_DATABASE_URL: データベースの場所を読めません。sqlite:///ファイル か "
            "postgresql+psycopg://利用者:合言葉@ホスト/名前 の形で書いてください。"
        )
    if settings.bounce_imap_url and settings.bounce_imap_url == settings.submissions_imap_url:
        raise ValueError(
            "NOTIFIER_BOUNCE_IMAP_URL: NOTIFIER_SUBMISSIONS_IMAP_URL と同じ受信箱です。"
            "NOTIFIER_SUBMISSIONS_IMAP_URL だけを残してください（戻ってきたメールも、そこから読みます）。"
        )
    where = settings.broker_url
    if where != EMBEDDED_BROKER and urlsplit(where).scheme not in BROKERS:
        raise ValueError(
            "NOTIFIER_BROKER_URL: 呼び鈴（ブローカー）の場所を読めません。embedded か "
            "redis://ホスト:6379/0 の形で書いてください。"
        )


def _check_secret(settings: Settings) -> None:
    if not settings.secret_key and settings.broker_url == EMBEDDED_BROKER:
        object.__setattr__(settings, "secret_key", _kept_secret(settings.var_dir / "secret_key"))
    if any(len(key) < MIN_SECRET_LENGTH for key in settings.secret_keys) or not settings.secret_key:
        raise ValueError(
            f"NOTIFIER_SECRET_KEY: {MIN_SECRET_LENGTH}文字以上の鍵が要ります"
            "（替えるあいだは、新しい鍵,古い鍵 の順に2つ）。"
        )


def _check_practice(settings: Settings) -> None:
    outside = {
        "NOTIFIER_SMTP_URL": settings.smtp_url,
        "NOTIFIER_LINE_API_URL": settings.line_api_url,
        "NOTIFIER_LINE_DATA_API_URL": settings.line_data_api_url,
    }
    if settings.bounce_imap_url:
        outside["NOTIFIER_BOUNCE_IMAP_URL"] = settings.bounce_imap_url
    if settings.submissions_imap_url:
        outside["NOTIFIER_SUBMISSIONS_IMAP_URL"] = settings.submissions_imap_url
    remote = [name for name, url in outside.items() if not is_loopback(url)]
    if settings.is_practice and remote:
        raise ValueError(
            f"NOTIFIER_PRACTICE: 練習（1）のあいだは、何もこの機械の外へ出しません。"
            f"{'、'.join(remote)} が外を指しています。この機械の中（127.0.0.1 など）に変えるか、"
            "練習をやめて（0）ください。"
        )
    if settings.clock_offset and (remote or not is_loopback(settings.base_url)):
        raise ValueError(
            "NOTIFIER_CLOCK_OFFSET: 時計をずらせるのは、LINE・メール・入口（NOTIFIER_BASE_URL）の"
            "すべてがこの機械の中のときだけです。0 に戻すか、すべてを 127.0.0.1 などにしてください。"
        )


def _kept_secret(path: Path) -> str:
    """The secret of the embedded default, made once and kept readable by its owner alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process of the same start was first, whole
        finally:
            draft.unlink()
    return path.read_text().strip()
