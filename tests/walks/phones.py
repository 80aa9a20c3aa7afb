"""What people in a town do with their phones, and what they read there."""

from datetime import datetime, timedelta
from typing import Any

import notifier.cli.practice.fill as practice
from notifier.flows.tick import TickReport
from notifier.simulator import Control

HERE = "nishi"
OK = 200
A_MOMENT = timedelta(seconds=1)


class Phones:
    """Parents write to a hub's account for readers, a group's contact to the one for groups."""

    control: Control
    now: datetime

    def tick(self) -> TickReport:
        """Everything due now; the town knows how."""
        raise NotImplementedError

    def channel(self, hub: str) -> str:
        """The id of a hub's LINE account."""
        return practice.channel_id(hub)

    def phone(self, user_id: str, hub: str = HERE) -> list[dict[str, Any]]:
        """Every message on a friend's phone, oldest first."""
        return self.control.messages(practice.channel_id(hub), user_id)

    def act(self, user_id: str, act: str, hub: str = HERE, **facts: Any) -> None:
        """A parent's act in LINE: a signed webhook to our page, then the tick that answers."""
        self.now += A_MOMENT  # a person does one thing after another
        answer = self.control.act(practice.channel_id(hub), user_id, act, **facts)
        assert answer["status"] == OK, answer
        self.tick()

    def write(self, user_id: str, act: str, **facts: Any) -> list[str]:
        """A group's contact writes to the groups' account; returns what she is answered."""
        channel, before = practice.group_channel_id(HERE), len(self.group_phone(user_id))
        self.now += A_MOMENT
        assert self.control.act(channel, user_id, act, **facts)["status"] == OK
        self.tick()
        return [str(one["text"]) for one in self.group_phone(user_id)[before:]]

    def group_phone(self, user_id: str) -> list[dict[str, Any]]:
        """Every message of the groups' account on that phone, oldest first."""
        return self.control.messages(practice.group_channel_id(HERE), user_id)

    def follow(self, user_id: str, hub: str = HERE) -> None:
        """A phone that was not there before adds the hub's account."""
        self.control.add_friends(practice.channel_id(hub), [user_id])
        self.act(user_id, "follow", hub)

    def tap(self, user_id: str, label: str) -> None:
        """Press the button with that label below the newest message."""
        (newest, *_) = reversed(self.phone(user_id))
        items = newest["quickReply"]["items"]
        action = next(one["action"] for one in items if one["action"]["label"] == label)
        self.act(user_id, "press", action=action)

    def receivers(self, hub: str = HERE) -> set[str]:
        """Whose phones got an edition; nobody got one twice."""
        got = self.control.received(practice.channel_id(hub), kind="multicast")
        for user, times in got.items():
            assert len(times) == sum(times.values()), f"{user} got one message twice"
        return set(got)
