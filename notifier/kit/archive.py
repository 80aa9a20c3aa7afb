"""A backup: one encrypted archive of every table, the uploaded files, and what they add up to.

Inside the encryption (``kit.sealed_file``) lies a compressed tar: ``backup.json`` (when, which
schema, which secret keys by fingerprint), ``tables/<name>/00001.jsonl`` (``kit.dump``), ``media/…``
and ``sums.json`` (rows, files and hashes). Written and read as a stream: memory stays flat.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from sqlalchemy import Connection

from notifier.kit import dump
from notifier.kit.errors import BadInputError, ConflictError
from notifier.kit.sealed_file import PIECE, DamagedFileError, SealedReader, SealedWriter

FORMAT = 1
HEAD, SUMS = "backup.json", "sums.json"


class OtherVersionError(BadInputError):
    """Made by a version whose tables are not ours."""


class StrangeTableError(ConflictError):
    """The database holds tables this version knows nothing of."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            f"この版の知らない表がデータベースにあります（{'、'.join(names)}）。"
            "一部だけのバックアップにならないよう、書きませんでした。"
        )


@dataclass(frozen=True, slots=True)
class Head:
    """What an archive says of itself before anything else."""

    made_at: datetime
    version: str
    revision: str
    key_marks: list[str]
    shape: str = field(default_factory=dump.shape)
    format: int = FORMAT


@dataclass
class Sums:
    """What an archive holds: rows and a hash for each table, and the same for the files."""

    rows: dict[str, int] = field(default_factory=dict)
    files: int = 0
    hashes: dict[str, str] = field(default_factory=dict)
    _running: dict[str, Any] = field(default_factory=dict, repr=False)

    def add(self, name: str, data: bytes, rows: int = 0) -> None:
        """Count ``rows`` and take ``data`` into the hash of ``name``."""
        self.rows[name] = self.rows.get(name, 0) + rows
        running = self._running.setdefault(name, hashlib.sha256())
        running.update(data)
        self.hashes[name] = running.hexdigest()

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {"rows": self.rows, "files": self.files, "hashes": self.hashes}


def write(
    out: IO[bytes], connection: Connection, media: Path, head: Head, *, key: tuple[str, int]
) -> Sums:
    """Write the archive; ``connection`` stands in one transaction that sees one moment.

    ``key`` is the passphrase and the work to ask for guessing it. Raises ``StrangeTableError``
    rather than leave a table out.
    """
    if found := dump.strangers(connection):
        raise StrangeTableError(found)
    sums, sealed = Sums(), SealedWriter(out, key[0], work=key[1])
    with tarfile.open(fileobj=sealed, mode="w|gz", format=tarfile.PAX_FORMAT) as tar:
        said = asdict(head) | {"made_at": head.made_at.isoformat()}
        _put(tar, HEAD, json.dumps(said, ensure_ascii=False).encode(), head.made_at)
        for table in dump.tables():
            sums.add(table.name, b"")
            for number, (data, rows) in enumerate(dump.parts(connection, table), 1):
                sums.add(table.name, data, rows)
                _put(tar, f"tables/{table.name}/{number:05}.jsonl", data, head.made_at)
        for path in sorted(media.rglob("*")) if media.exists() else []:
            _put_file(tar, path, media, sums)
        _put(tar, SUMS, json.dumps(sums.plain()).encode(), head.made_at)
    sealed.finish()
    return sums


class Archive:
    """An archive being read: ``head`` first, then ``load`` once."""

    def __init__(self, source: IO[bytes], passphrase: str) -> None:
        self._sealed = SealedReader(source, passphrase)
        self._members = self._read()
        name, data = next(self._members, ("", b""))
        if name != HEAD:
            raise DamagedFileError
        try:
            said = json.loads(data)
            self.head = Head(**said | {"made_at": datetime.fromisoformat(said["made_at"])})
        except (ValueError, TypeError, KeyError):
            raise OtherVersionError(_OTHER.format(version="別の版")) from None

    def load(self, connection: Connection, staging: Path) -> Sums:
        """Put every row into the (emptied) tables and every file below ``staging``.

        Raises ``DamagedFileError``; the caller's transaction then takes everything back.
        """
        known, sums, told = {table.name: table for table in dump.tables()}, Sums(), None
        pointers: dump.Pointers = {}
        dump.point_loops_last(connection)
        for name, data in self._members:
            first, *rest = PurePosixPath(name).parts
            try:
                if first == "tables":
                    rows = dump.put_part(connection, known[rest[0]], data, pointers)
                    sums.add(rest[0], data, rows)
                elif first == "media":
                    _store(staging, rest, data, sums)
                elif name == SUMS:
                    told = json.loads(data)
            except (KeyError, ValueError, IndexError):
                raise DamagedFileError from None
        self._sealed.drain()
        dump.point(connection, pointers)
        for table in known:
            sums.add(table, b"")
        if told != sums.plain():
            raise DamagedFileError("中の数が合いません")
        dump.count_on(connection)
        return sums

    def _read(self) -> Iterator[tuple[str, bytes]]:
        try:
            with tarfile.open(fileobj=self._sealed, mode="r|gz") as tar:
                for member in tar:
                    inner = tar.extractfile(member)
                    if inner is None:
                        raise DamagedFileError
                    yield member.name, inner.read()
        except (tarfile.TarError, EOFError, OSError):
            raise DamagedFileError from None


_OTHER = (
    "このバックアップは{version}の notifier でつくられ、いまの版とデータの形が違います。"
    "同じ版を入れて復元し、そのあとで notifier migrate をしてください。何も変えていません。"
)


def check_version(head: Head, *, revision: str) -> None:
    """Refuse an archive whose tables are not ours (newer, older, or of another build)."""
    if (head.format, head.revision, head.shape) != (FORMAT, revision, dump.shape()):
        raise OtherVersionError(_OTHER.format(version=f"版 {head.version} "))


def _put(tar: tarfile.TarFile, name: str, data: bytes, at: datetime) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mtime = len(data), int(at.timestamp())
    tar.addfile(info, io.BytesIO(data))


def _put_file(tar: tarfile.TarFile, path: Path, media: Path, sums: Sums) -> None:
    """One uploaded file; one that retention took away meanwhile is left out."""
    if not path.is_file() or path.is_symlink():
        return
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return
    info = tarfile.TarInfo(f"media/{path.relative_to(media).as_posix()}")
    info.size, info.mtime = len(data), int(path.stat().st_mtime)
    tar.addfile(info, io.BytesIO(data))
    sums.files += 1
    sums.add("media", data)


def _store(staging: Path, rest: list[str], data: bytes, sums: Sums) -> None:
    if not rest or ".." in rest:
        raise ValueError(rest)
    path = staging.joinpath(*rest)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    sums.files += 1
    sums.add("media", data)


__all__ = ["PIECE", "Archive", "Head", "OtherVersionError", "Sums", "check_version", "write"]
