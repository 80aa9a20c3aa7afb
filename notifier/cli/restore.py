"""``notifier restore``: a backup comes back, and nothing of it is sent by itself."""

from pathlib import Path
from typing import Any

import click

from notifier.cli.backup_key import kept, typed
from notifier.cli.common import emit, json_option, machine_actor
from notifier.config import settings
from notifier.flows.restore import NO_LEFT_LOG, Restored, check_backup, restore
from notifier.kit import clock, db
from notifier.migrations import has_no_tables, head, is_at_head, upgrade

CONFIRMATION = "復元する"


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--key-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="where the key lies (default: backup.key in the var folder)",
)
@click.option("--passphrase", is_flag=True, help="ask for the passphrase it was made with")
@click.option("--replace", is_flag=True, help="throw away what is in the database now")
@click.option(
    "--without-left-log",
    is_flag=True,
    help="go on although nobody knows who left since the backup",
)
@json_option
def command(
    file: Path,
    key_file: Path | None,
    passphrase: bool,
    replace: bool,
    without_left_log: bool,
    as_json: bool,
) -> None:
    """Bring back FILE, written by backup. Stop web, worker and beat first.

    Editions and single messages come back held until an administrator looks at 「復元のあとの確認」.
    With --replace, the word 「復元する」 is asked for (or read from standard input).
    """
    if has_no_tables(db.engine()):
        upgrade(db.engine())
    elif not is_at_head(db.engine()):
        raise click.ClickException(
            "データベースが最新の形ではありません。先に notifier migrate を実行してください。"
        )
    words = (
        typed(is_new=False) if passphrase else kept(key_file or settings().var_dir / "backup.key")
    )
    check_backup(file, words, revision=head(), now=clock.now())  # nobody is asked in vain
    if replace:
        _confirm()
    done = restore(
        file,
        words,
        revision=head(),
        replace=replace,
        without_left_log=without_left_log,
        by=machine_actor(),
        now=clock.now(),
    )
    emit(_data(done), as_json=as_json, text=_told(done))


def _confirm() -> None:
    click.echo("いまデータベースにあるものは、すべて捨てられ、もどせません。", err=True)
    said = click.prompt(f"続けるときは「{CONFIRMATION}」と入力してください", err=True)
    if said.strip() != CONFIRMATION:
        raise click.ClickException("やめました。何も変えていません。")


def _data(done: Restored) -> dict[str, Any]:
    return {
        "made_at": done.head.made_at,
        "rows": sum(done.sums.rows.values()),
        "files": done.sums.files,
        "held_editions": done.editions,
        "held_messages": done.messages,
        "unknown_deliveries": done.doubtful,
        "left_log_found": done.knows_who_left,
        "gone_again": done.gone_again if done.knows_who_left else None,
    }


def _told(done: Restored) -> str:
    rows, when = sum(done.sums.rows.values()), clock.say_moment(done.head.made_at)
    return "\n".join(
        [
            f"{when} のバックアップから復元しました（{rows:,}行、ファイル{done.sums.files:,}個）。",
            f"止めてあるもの：便 {done.editions}件、連絡（招待・リンク・質問など） {done.messages}件。",
            f"送信の途中だったため、届いたかわからないもの：{done.doubtful:,}件（送り直しません）。",
            f"バックアップのあとにやめた読者 {done.gone_again:,}人は、やめたままです。"
            if done.knows_who_left
            else NO_LEFT_LOG,
            f"管理者がサインインして {settings().base_url}/admin/restored で確かめてください。",
        ]
    )
