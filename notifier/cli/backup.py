"""``notifier backup``: everything in one encrypted file."""

from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from notifier import __version__
from notifier.cli.backup_key import made_or_kept, typed
from notifier.cli.common import emit, json_option
from notifier.config import settings
from notifier.flows.backup import backup
from notifier.kit import clock, db
from notifier.kit.sealed_file import WORK_TYPED
from notifier.migrations import head, is_at_head


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--key-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="where the key lies or is to be made (default: backup.key in the var folder)",
)
@click.option("--passphrase", is_flag=True, help="ask for a passphrase instead of a key file")
@click.option("--replace", is_flag=True, help="write over FILE when it is there already")
@json_option
def command(
    file: Path, key_file: Path | None, passphrase: bool, replace: bool, as_json: bool
) -> None:
    """Write every table and uploaded file to FILE, encrypted. The service may keep running.

    The key stays outside the archive, and so does NOTIFIER_SECRET_KEY: keep copies of both
    elsewhere.
    """
    _check_place(file, replace=replace)
    if not is_at_head(db.engine()):
        raise click.ClickException(
            "データベースが最新の形ではありません。先に notifier migrate を実行してください。"
        )
    where, is_new = key_file or settings().var_dir / "backup.key", False
    if passphrase:
        key = (typed(is_new=True), WORK_TYPED)
    else:
        key, is_new = made_or_kept(where)
    try:
        sums = backup(file, key, version=__version__, revision=head(), now=clock.now())
    except (OSError, SQLAlchemyError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise click.ClickException(
            f"バックアップを書けませんでした（{reason}）。書きかけのファイルは残していません。"
            f"{file.parent} に書きこめるか、空きが足りるかを確かめて、もう一度実行してください。"
        ) from error
    rows = sum(sums.rows.values())
    data = {
        "file": str(file),
        "bytes": file.stat().st_size,
        "tables": sum(name != "media" for name in sums.rows),
        "rows": rows,
        "files": sums.files,
        "key_file": None if passphrase else str(where),
        "key_made": is_new,
    }
    emit(data, as_json=as_json, text=_told(file, rows, sums.files, where if is_new else None))


def _check_place(file: Path, *, replace: bool) -> None:
    """Before any key is made or asked for."""
    if file.exists() and not replace:
        raise click.ClickException(
            f"{file} は、もうあります。別の名前にするか、書きかえてよいときだけ --replace を"
            "つけてください。何も変えていません。"
        )
    if not file.parent.is_dir():
        raise click.ClickException(
            f"バックアップを書けませんでした。フォルダ {file.parent} がありません。"
            "先につくるか（mkdir -p）、別の場所を指定してください。"
        )


def _told(file: Path, rows: int, files: int, new_key: Path | None) -> str:
    lines = [f"{file} に書きました（{rows:,}行、ファイル{files:,}個、暗号化ずみ）。"]
    if new_key is not None:
        lines.append(
            f"鍵を {new_key} につくりました。この鍵がないと復元できません。別の場所にも控えてください。"
        )
    lines.append("NOTIFIER_SECRET_KEY はふくみません。これも別の場所に控えてください。")
    return "\n".join(lines)
