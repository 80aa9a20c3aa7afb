"""``notifier doctor``: is everything there, and what does each setting mean?"""

import sys
from dataclasses import asdict
from typing import Any

import click

from notifier.cli.common import EXIT_FAILED, emit, json_option
from notifier.cli.doctor_checks import Check, check_alive, check_machine, check_service
from notifier.cli.doctor_clock import check_clock
from notifier.cli.doctor_mailboxes import check_mailboxes
from notifier.cli.doctor_settings import Explained, explain
from notifier.config import Settings, SettingsError, settings

MARKS = {"ok": "○", "note": "・", "wrong": "×"}


@click.command()
@json_option
@click.option("--alert", is_flag=True, help="also mail the administrators when nobody sends (cron)")
def command(as_json: bool, alert: bool) -> None:
    """Check every dependency and setting; exit 1 with the remedy when one fails."""
    now, checks = _examine()
    if alert:
        checks.append(check_alive(send=True))
    is_well = all(check.state != "wrong" for check in checks)
    explained = explain(now)
    data: dict[str, Any] = {
        "ok": is_well,
        "checks": [{**asdict(check), "ok": check.state != "wrong"} for check in checks],
        "settings": [asdict(one) for one in explained],
    }
    emit(data, as_json=as_json, text=_told(checks, explained, is_well=is_well))
    if not is_well:
        sys.exit(EXIT_FAILED)


def _examine() -> tuple[Settings | None, list[Check]]:
    """The settings when they can be read, and every finding."""
    checks = list(check_machine())
    try:
        now = settings()
    except SettingsError as error:
        remedy = "環境変数か .env の、名前の出ている設定を直してください。"
        return None, [*checks, Check("settings", "設定", "wrong", str(error), remedy)]
    checks.append(Check("settings", "設定", "ok", "読めました"))
    checks += [*check_service(now), check_clock(now), *check_mailboxes(now)]
    return now, checks


def _told(checks: list[Check], explained: list[Explained], *, is_well: bool) -> str:
    lines = []
    for check in checks:
        lines.append(f"{MARKS[check.state]} {check.what}: {check.found}")
        if check.remedy:
            lines.append(f"    → {check.remedy}")
    lines += ["", "設定"]
    for one in explained:
        lines += [f"  {one.name} = {one.value}", f"      {one.meaning}"]
    lines += ["", "すべて整っています。" if is_well else "× の行を、→ のとおりに直してください。"]
    return "\n".join(lines)
