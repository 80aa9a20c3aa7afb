"""What a mail worker writes to a local file around each message, so that its death is read exactly.

The ledger learns of mails some fifty at a time; the journal covers the gap. A line is written
before a message leaves and another when its answer was read: of a killed process at most one
message is in doubt. The kernel keeps what a killed process wrote; a machine that died may have
lost the end of the file, so a journal of another boot is no witness. The lock tells the living
from the dead. No address stands here: ids, states and sentences.
"""

import errno
import fcntl
import os
import secrets
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from notifier.config import settings
from notifier.delivery.models import DeliveryState
from notifier.kit.errors import UnavailableError

KEPT_SECONDS = 14 * 86400
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class JournalInUseError(UnavailableError):
    """The worker that writes it is alive: what it holds is not ours to settle."""

    def __init__(self) -> None:
        super().__init__("ほかの作業が、この束を送っている途中です。")


@dataclass(slots=True)
class Left:
    """What a dead worker left: who was on the wire, and what it had heard and not yet recorded."""

    on_the_wire: set[int] = field(default_factory=set)
    heard: dict[int, tuple[DeliveryState, str]] = field(default_factory=dict)


class Journal:
    """One claim's journal; its ``name`` goes into the batch row with the first readers taken."""

    def __init__(self, batch_id: int) -> None:
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
        _forget_old(folder)
        self.name = f"{batch_id}-{secrets.token_hex(8)}"
        self._path = folder / self.name
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
        boot = _boot()
        if not boot:  # no way to notice that the machine died: every line goes to the disk
            flags |= os.O_DSYNC
        self._file = os.open(self._path, flags, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._put(f"boot {boot}\n".encode())

    def leaving(self, delivery_id: int) -> None:
        """The message is about to leave."""
        self._put(b"> %d\n" % delivery_id)

    def heard(self, delivery_id: int, state: DeliveryState, reason: str) -> None:
        """What became of it."""
        self._put(f"= {delivery_id} {state.value} {reason}\n".encode())

    def close(self, *, is_recorded: bool) -> None:
        """Let go; what the ledger knows need not be kept."""
        if is_recorded:
            self._path.unlink(missing_ok=True)
        os.close(self._file)

    def _put(self, line: bytes) -> None:
        """A whole line or an error: a full disk may take half of one, which counts as none."""
        if os.write(self._file, line) != len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def read_journal(name: str) -> Left | None:
    """What a dead worker left, or None: no journal here that can be believed.

    Raises ``JournalInUseError`` while its writer lives.
    """
    try:
        file = os.open(_folder() / name, os.O_RDONLY) if name else None
    except (FileNotFoundError, PermissionError):  # of another machine, or of another user here
        file = None
    if file is None:
        return None
    with os.fdopen(file, "rb") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise JournalInUseError from error
        return _read(opened.read())


def _read(content: bytes) -> Left | None:
    """A last line without its end was never finished: it had not been acted on.

    A journal with any other line that cannot be read is no witness at all.
    """
    whole, _, _ = content.rpartition(b"\n")
    first, *lines = whole.split(b"\n")
    if first != f"boot {_boot()}".encode():
        return None
    left = Left()
    try:
        for line in lines:
            _note(left, line.decode())
    except ValueError:
        return None
    return left


def _note(left: Left, line: str) -> None:
    sign, number, *rest = line.split(" ", 3)
    if sign == ">" and not rest:
        left.on_the_wire.add(int(number))
    elif sign == "=":
        state, reason = rest
        left.on_the_wire.discard(int(number))
        left.heard[int(number)] = (DeliveryState(state), reason)
    else:
        raise ValueError(sign)


def _folder() -> Path:
    return settings().var_dir / "journal"


def _boot() -> str:
    return BOOT_ID.read_text().strip() if BOOT_ID.exists() else ""


def _forget_old(folder: Path) -> None:
    """Journals of workers that died were read long ago. What cannot be removed (another worker was
    quicker, it is another user's, or no journal) keeps no letter waiting."""
    before = time.time() - KEPT_SECONDS
    for one in os.scandir(folder):
        with suppress(OSError):
            if one.stat().st_mtime < before:
                Path(one.path).unlink()
