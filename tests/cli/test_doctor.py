"""``notifier doctor`` names what is wrong, says the remedy, and shows no secret."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from notifier import migrations, simulator
from notifier.cli import cli, doctor_checks
from notifier.cli.doctor_settings import MASK, MEANINGS, masked
from notifier.config import Settings, settings
from notifier.kit import db
from tests.conftest import NOW, _hub
from tests.fakes.imap_server import FakeImap, Mailbox
from tests.fakes.smtp_sink import free_port

SECRET = "a-secret-key-that-must-never-be-printed-0123456789"
Doctor = Callable[..., Result]


@pytest.fixture
def doctor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Doctor]:
    """Run the doctor on a machine whose settings are given; nothing else of ours runs there."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("NOTIFIER_")]:
        monkeypatch.delenv(name)

    def run(*words: str, **given: str) -> Result:
        values = {
            "secret_key": SECRET,
            "database_url": f"sqlite:///{tmp_path}/d.sqlite3",
            "base_url": f"http://127.0.0.1:{free_port()}",
            "line_api_url": f"http://127.0.0.1:{free_port()}",
        } | given
        for key, value in values.items():
            monkeypatch.setenv(f"NOTIFIER_{key.upper()}", value)
        settings.cache_clear()
        return CliRunner().invoke(cli, ["doctor", *words])

    yield run
    settings.cache_clear()


def migrate(folder: Path) -> None:
    """Bring the doctor's database to head."""
    migrations.upgrade(db.open_engine(f"sqlite:///{folder}/d.sqlite3"))


def findings(result: Result) -> dict[str, dict[str, str]]:
    """The checks by key."""
    return {check["key"]: check for check in json.loads(result.stdout)["checks"]}


def test_a_machine_that_is_well(doctor: Doctor, tmp_path: Path) -> None:
    migrate(tmp_path)
    result = doctor("--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 0, result.stdout
    assert told["ok"]
    assert {check["state"] for check in told["checks"]} <= {"ok", "note"}
    assert {"python", "packages", "database", "schema", "broker", "mail", "line", "media"} <= set(
        findings(result)
    )


def test_the_practice_platform_answers(doctor: Doctor, tmp_path: Path) -> None:
    """As in a second terminal beside ``make run``."""
    migrate(tmp_path)
    running = simulator.start(database=tmp_path / "s.sqlite3", mail_dir=tmp_path / "mail")
    try:
        result = doctor("--json", line_api_url=running.url)
    finally:
        running.stop()
    assert result.exit_code == 0, result.stdout
    assert findings(result)["line"]["state"] == "ok"


@pytest.mark.parametrize(("status", "kind"), [(200, "text/html"), (404, "application/json")])
def test_another_program_is_not_the_practice_platform(
    doctor: Doctor, tmp_path: Path, status: int, kind: str
) -> None:
    migrate(tmp_path)
    with other_program(status, kind) as url:
        result = doctor("--json", line_api_url=url)
    assert result.exit_code == 1
    assert url in findings(result)["line"]["remedy"]


def test_a_dead_broker_beside_running_pages_is_wrong(doctor: Doctor, tmp_path: Path) -> None:
    migrate(tmp_path)
    assert findings(doctor("--json"))["broker"]["state"] == "note", "nothing runs: nothing is wrong"
    with other_program(503, "application/json") as url:  # as /readyz answers then
        result = doctor("--json", base_url=url)
    assert result.exit_code == 1
    assert findings(result)["broker"]["state"] == "wrong"
    assert "make run" in findings(result)["broker"]["remedy"]


@contextmanager
def other_program(status: int, kind: str) -> Iterator[str]:
    """Something that gives every address the same answer."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_text_for_people_explains_every_setting(doctor: Doctor, tmp_path: Path) -> None:
    migrate(tmp_path)
    told = doctor().stdout
    assert "すべて整っています。" in told
    assert all(f"NOTIFIER_{key.upper()} = " in told for key in MEANINGS)


def test_an_empty_database_is_to_be_migrated(doctor: Doctor) -> None:
    result = doctor("--json")
    assert result.exit_code == 1
    assert findings(result)["schema"]["state"] == "wrong"
    assert "notifier migrate" in findings(result)["schema"]["remedy"]


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"smtp_url": "smtp://127.0.0.1:1"}, "mail"),
        ({"smtp_url": "pigeon://127.0.0.1"}, "mail"),
        ({"broker_url": "redis://127.0.0.1:1/0", "practice": "1"}, "broker"),
        ({"database_url": "postgresql+psycopg://nobody@127.0.0.1:1/none"}, "database"),
        ({"base_url": "http://hub.example.jp"}, "base_url"),
        ({"base_url": "https://hub.example.jp/under"}, "base_url"),
        ({"line_api_url": "api.line.me", "practice": "0"}, "line"),
        ({"database_url": "sqlite:////proc/no/such.sqlite3"}, "database"),
        ({"secret_key": "short"}, "settings"),
        ({"database_url": "garbage"}, "settings"),
        ({"database_url": "postgresql://nobody@127.0.0.1/none"}, "settings"),
        ({"broker_url": "garbage"}, "settings"),
        ({"practice": "1", "smtp_url": "smtp://mail.example.jp"}, "settings"),
        ({"clock_offset": "60", "base_url": "https://hub.example.jp"}, "settings"),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy(
    doctor: Doctor, tmp_path: Path, given: dict[str, str], key: str
) -> None:
    migrate(tmp_path)
    result = doctor("--json", **given)
    found = findings(result)[key]
    assert result.exit_code == 1
    assert found["state"] == "wrong"
    assert found["remedy"].endswith("。")
    assert "Traceback" not in result.output


def test_a_folder_that_cannot_be_written(doctor: Doctor, tmp_path: Path) -> None:
    migrate(tmp_path)
    (tmp_path / "file").write_text("not a folder")
    result = doctor("--json", media_dir=str(tmp_path / "file"), smtp_url=f"maildir:{tmp_path}/file")
    assert [findings(result)[key]["state"] for key in ("media", "mail")] == ["wrong", "wrong"]


def test_a_key_others_can_read(doctor: Doctor, tmp_path: Path) -> None:
    migrate(tmp_path)
    (tmp_path / "var").mkdir(exist_ok=True)
    kept = tmp_path / "var" / "secret_key"
    kept.write_text(SECRET)
    kept.chmod(0o644)
    assert findings(doctor("--json"))["secret_key"]["state"] == "wrong"


def test_a_moved_clock_is_said(doctor: Doctor, tmp_path: Path) -> None:
    migrate(tmp_path)
    found = findings(doctor("--json", clock_offset="-3600"))["clock"]
    assert (found["state"], "3600" in found["found"]) == ("note", True)


def test_no_secret_is_printed(doctor: Doctor, tmp_path: Path) -> None:
    migrate(tmp_path)
    for words in ((), ("--json",)):
        told = doctor(*words, smtp_url="smtp://me:pass-word-x@127.0.0.1:1").output
        assert SECRET not in told
        assert "pass-word-x" not in told
        assert MASK in told


def test_passwords_are_masked_in_every_url() -> None:
    assert masked("database_url", "postgresql+psycopg://u:pw@db:5432/n") == (
        f"postgresql+psycopg://u:{MASK}@db:5432/n"
    )
    assert masked("broker_url", "redis://:pw@redis:6379/0") == f"redis://:{MASK}@redis:6379/0"


def test_every_setting_is_explained() -> None:
    assert set(MEANINGS) == set(Settings.model_fields)


def test_a_database_without_wal_is_said(tmp_path: Path) -> None:
    plain = create_engine(f"sqlite:///{tmp_path}/plain.sqlite3")
    migrations.upgrade(plain)
    first = next(doctor_checks.check_database(plain))
    plain.dispose()
    assert (first.key, first.state) == ("database", "wrong")
    assert "WAL" in first.remedy


def test_a_password_with_signs_of_its_own_is_masked_whole() -> None:
    told = masked("smtp_url", "smtp://mailer:pa:ss@word@relay.example.jp:587?tls=starttls")
    assert told == f"smtp://mailer:{MASK}@relay.example.jp:587?tls=starttls"


def test_settings_shown_by_accident_hold_no_password() -> None:
    made = Settings(
        secret_key="k" * 40,
        database_url="postgresql+psycopg://notifier:hidden@db/notifier",
        broker_url="redis://:hidden@redis:6379/0",
        smtp_url="maildir:var/mail",
    )
    assert "hidden" not in repr(made)


def test_mailboxes_that_are_set_are_entered(doctor: Doctor, tmp_path: Path) -> None:
    migrate(tmp_path)
    assert "submissions_mailbox" not in findings(doctor("--json"))
    with FakeImap(Mailbox({1: b"From: a@example.jp\n\nx"})) as url:
        well = findings(doctor("--json", submissions_imap_url=url))["submissions_mailbox"]
        assert (well["state"], well["found"]) == ("ok", "入れます（未読 1通）")
        shut = url.replace("open", "shut")
        wrong = doctor("--json", bounce_imap_url=shut)
    assert wrong.exit_code == 1
    assert "合言葉" in findings(wrong)["bounce_mailbox"]["found"]
    assert "shut" not in wrong.stdout


def test_of_several_hubs_each_needs_an_address(doctor: Doctor, tmp_path: Path) -> None:
    migrate(tmp_path)
    with Session(db.open_engine(f"sqlite:///{tmp_path}/d.sqlite3")) as session:
        for slug in ("nishi", "kohoku"):
            _hub(session, slug, slug, NOW)
        session.commit()
    with FakeImap(Mailbox()) as url:
        found = findings(doctor("--json", submissions_imap_url=url))
    assert found["submissions_addresses"]["state"] == "wrong"
    assert "nishi, kohoku" in found["submissions_addresses"]["found"]


@pytest.mark.parametrize(("other", "is_clear"), [("a@example.jp", False), ("b@example.jp", True)])
def test_of_several_hubs_each_needs_an_address_of_its_own(
    doctor: Doctor, tmp_path: Path, other: str, is_clear: bool
) -> None:
    migrate(tmp_path)
    with Session(db.open_engine(f"sqlite:///{tmp_path}/d.sqlite3")) as session:
        for slug, address in (("nishi", "a@example.jp"), ("kohoku", other)):
            _hub(session, slug, slug, NOW).mail_submissions = address
        session.commit()
    with FakeImap(Mailbox()) as url:
        found = findings(doctor("--json", submissions_imap_url=url))
    assert ("submissions_addresses" not in found) is is_clear
