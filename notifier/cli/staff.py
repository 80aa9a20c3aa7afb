"""``notifier staff invite``."""

import click

from notifier.accounts import Role, invitation_url, invite
from notifier.cli.common import emit, hub_option, json_option, machine_actor, pick_hub
from notifier.kit import clock, db


@click.group()
def command() -> None:
    """Invite staff."""


@command.command(name="invite")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@hub_option
@json_option
def invite_staff(email: str, role: str, hub_slug: str | None, as_json: bool) -> None:
    """Print a one-time link for EMAIL; it is also mailed when the hub can send mail."""
    with db.writing() as session:
        hub = pick_hub(session, hub_slug)
        made, token = invite(
            session, hub, email=email, role=role, by=machine_actor(), now=clock.now()
        )
        link = invitation_url(token)
        until = clock.say_moment(made.expires_at, hub.zone)
        mailed = bool(hub.mail_from)
    data = {"link": link, "role": role, "expires_at": made.expires_at, "mailed": mailed}
    emit(data, as_json=as_json, text=f"{link}\n{until} まで、1回だけ使えます。")
