"""``notifier hub create | set | show | reseal``."""

import sys

import click

from notifier.cli.common import emit, hub_option, json_option, machine_actor, pick_hub
from notifier.hubs import (
    ALL_KEYS,
    Hub,
    change_setting,
    create_hub,
    reseal_secrets,
    setting_values,
)
from notifier.kit import clock, db
from notifier.subscribers import reseal_link_keys


@click.group()
def command() -> None:
    """Create and set up hubs."""


@command.command()
@click.argument("name")
@click.option("--ward", "ward_code", required=True, help="six digits, e.g. 141038 (西区)")
@click.option("--slug", default=None, help="the name in addresses; default: after the ward")
@json_option
def create(name: str, ward_code: str, slug: str | None, as_json: bool) -> None:
    """Create the hub NAME with its districts and posting criteria."""
    with db.writing() as session:
        made = create_hub(
            session, name, ward_code=ward_code, slug=slug, by=machine_actor(), now=clock.now()
        )
        text = f"拠点「{made.name}」をつくりました。住所（URL）の名前: {made.slug}"
        emit({"id": made.id, "slug": made.slug, "name": made.name}, as_json=as_json, text=text)


@command.command(name="set", epilog=f"KEY: {', '.join(ALL_KEYS)}")
@click.argument("key")
@click.argument("value")
@hub_option
@json_option
def set_key(key: str, value: str, hub_slug: str | None, as_json: bool) -> None:
    """Set KEY to VALUE; ``-`` reads the value from standard input (for secrets)."""
    typed = sys.stdin.read().strip() if value == "-" else value
    with db.writing() as session:
        hub = pick_hub(session, hub_slug)
        change_setting(session, hub, key, typed, by=machine_actor(), now=clock.now())
        shown = setting_values(session, hub)[key]
    emit({"key": key, "value": shown}, as_json=as_json, text=f"{key} = {shown}")


@command.command()
@json_option
def reseal(as_json: bool) -> None:
    """Seal all kept secrets with the newest key; then the old one may leave NOTIFIER_SECRET_KEY."""
    with db.writing() as session:
        data = {"channels": reseal_secrets(session), "link_keys": reseal_link_keys(session)}
    text = (
        f"LINEチャネル{data['channels']}件と読者リンクの鍵{data['link_keys']}件を、"
        "新しい鍵で封じなおしました。"
    )
    emit(data, as_json=as_json, text=text)


@command.command()
@hub_option
@json_option
def show(hub_slug: str | None, as_json: bool) -> None:
    """Every setting of the hub; secrets are not shown."""
    with db.reading() as session:
        hub = pick_hub(session, hub_slug)
        values = setting_values(session, hub)
        data = {"slug": hub.slug, "ward": hub.ward_code, "settings": values}
        emit(data, as_json=as_json, text=_lines(hub, values))


def _lines(hub: Hub, values: dict[str, str]) -> str:
    lines = [f"{hub.name}（{hub.slug}、区コード {hub.ward_code}）"]
    return "\n".join(lines + [f"  {key} = {value}" for key, value in values.items()])
