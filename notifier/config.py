"""Settings: read once from the environment (and ``.env``), frozen, loud when wrong."""

import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

EMBEDDED_DATABASE = "sqlite:///var/notifier.sqlite3"
EMBEDDED_BROKER = "embedded"
SIMULATOR_URL = "http://127.0.0.1:8001"
LINE_API_URL = "https://api.line.me"
LINE_DATA_API_URL = "https://api-data.line.me"
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
MIN_SECRET_LENGTH = 32


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
    line_api_url: str = ""
    line_data_api_url: str = ""
    practice: bool | None = None
    media_dir: Path = Path("var/media")
    var_dir: Path = Path("var")
    left_log: Path | None = None
    clock_offset: float = 0
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
        # never the input itself: it may hold a password
        parts = (f"{'.'.join(map(str, one['loc']))} {one['msg']}".strip() for one in error.errors())
        raise SettingsError(
            "; ".join(part.removeprefix("Value error, ") for part in parts)
        ) from None


def is_loopback(url: str) -> bool:
    """Whether ``url`` stays on this machine (a Maildir does)."""
    return url.startswith("maildir:") or urlsplit(url).hostname in LOOPBACK_HOSTS


def _check_secret(settings: Settings) -> None:
    if not settings.secret_key and settings.broker_url == EMBEDDED_BROKER:
        object.__setattr__(settings, "secret_key", _kept_secret(settings.var_dir / "secret_key"))
    if any(len(key) < MIN_SECRET_LENGTH for key in settings.secret_keys) or not settings.secret_key:
        raise ValueError(
            "NOTIFIER_SECRET_KEY must be set to at least 32 characters "
            "(two keys, comma-separated, during rotation)"
        )


def _check_practice(settings: Settings) -> None:
    outside = {
        "NOTIFIER_SMTP_URL": settings.smtp_url,
        "NOTIFIER_LINE_API_URL": settings.line_api_url,
        "NOTIFIER_LINE_DATA_API_URL": settings.line_data_api_url,
    }
    if settings.bounce_imap_url:
        outside["NOTIFIER_BOUNCE_IMAP_URL"] = settings.bounce_imap_url
    remote = [name for name, url in outside.items() if not is_loopback(url)]
    if settings.is_practice and remote:
        raise ValueError(
            f"practice (NOTIFIER_PRACTICE=1) stays on this machine, but {', '.join(remote)} "
            "point elsewhere; use loopback addresses or turn practice off"
        )
    if settings.clock_offset and (remote or not is_loopback(settings.base_url)):
        raise ValueError(
            "NOTIFIER_CLOCK_OFFSET is for rehearsals: LINE, SMTP and base URL must all be loopback"
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
