"""The worker's journal: a line counts whole or not at all, and an unreadable one is no witness."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from notifier.config import settings
from notifier.delivery import DeliveryState
from notifier.delivery import journal as journals
from notifier.delivery.journal import KEPT_SECONDS, Journal, read_journal


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("NOTIFIER_VAR_DIR", str(tmp_path))
    settings.cache_clear()
    yield tmp_path / "journal"
    settings.cache_clear()


def written(folder: Path, *, behind: bytes = b"") -> str:
    """A dead worker's journal: 1 was answered, 2 is on the wire; then ``behind``."""
    one = Journal(7)
    one.leaving(1)
    one.heard(1, DeliveryState.SENT, "")
    one.leaving(2)
    one.close(is_recorded=False)
    with (folder / one.name).open("ab") as file:
        file.write(behind)
    return one.name


@pytest.mark.parametrize("behind", [b"", b"> 3", b"= 2 failed \xe3\x83"])
def test_a_torn_last_line_is_not_read(folder: Path, behind: bytes) -> None:
    left = read_journal(written(folder, behind=behind))
    assert left is not None
    assert left.on_the_wire == {2}
    assert left.heard == {1: (DeliveryState.SENT, "")}


@pytest.mark.parametrize(
    "behind",
    [
        b"= 2 failed \xe3\x83\n",
        b"> 3> 4\n",
        b"= 2\n",
        b"= 2 gone away\n",
        b"? 2\n",
        b"\n",
        b"> 3 4\n",
    ],
)
def test_a_journal_that_cannot_be_read_is_no_witness(folder: Path, behind: bytes) -> None:
    assert read_journal(written(folder, behind=behind)) is None


@pytest.mark.parametrize("content", [b"", b"boot", b"\xff\xfe\n> 1\n"])
def test_a_journal_without_its_first_line_is_no_witness(folder: Path, content: bytes) -> None:
    folder.mkdir()
    (folder / "7-x").write_bytes(content)
    assert read_journal("7-x") is None


@pytest.mark.parametrize(
    "say", [lambda one: one.leaving(2), lambda one: one.heard(2, DeliveryState.SENT, "")]
)
def test_a_line_the_full_disk_took_half_of_stops_the_worker(
    monkeypatch: pytest.MonkeyPatch, say: Callable[[Journal], None]
) -> None:
    one, whole = Journal(7), os.write
    one.leaving(1)
    monkeypatch.setattr(os, "write", lambda file, line: whole(file, line[:3]))
    with pytest.raises(OSError, match="No space left"):
        say(one)
    monkeypatch.undo()


def test_two_workers_forget_the_same_old_journal(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = folder / written(folder)
    os.utime(old, (0, old.stat().st_mtime - KEPT_SECONDS - 60))
    found = list(os.scandir(folder))
    old.unlink()
    monkeypatch.setattr(journals.os, "scandir", lambda _: found)
    Journal(8).close(is_recorded=True)
    assert list(folder.iterdir()) == []


def test_what_cannot_be_removed_keeps_no_letter_waiting(folder: Path) -> None:
    """A folder that is a disk of its own holds more than journals."""
    found = folder / "lost+found"
    found.mkdir(parents=True)
    os.utime(found, (0, 0))
    Journal(8).close(is_recorded=True)
    assert list(folder.iterdir()) == [found]


def test_a_journal_of_another_user_is_no_witness(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody ran a tick by hand as root, and it was killed."""
    name = written(folder)

    def refused(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(journals.os, "open", refused)
    assert read_journal(name) is None
