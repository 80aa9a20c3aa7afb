"""Whatever is said, taken back, tapped and decided, in any order: no event fails, each is answered."""

import random
from datetime import timedelta

import pytest

from notifier import directory, editorial
from notifier.audit import Actor
from notifier.directory import Group
from notifier.editorial import CaseState
from notifier.flows.tick import tick
from tests.flows.line.phone import PART, WHOLE, GroupPhone

WORDS = (
    *(
        PART,
        WHOLE,
        "南センター",
        "0歳児",
        "無料",
        "はい",
        "わかりません",
        "👍",
        "会場は北センターです",
    ),
    *("12月12日(土)13時 クリスマス会 うめ会館", "12月の予定です\n5日 おはなし会\n12日 工作の会"),
    *(
        "やっぱり中止になりました",
        "12月5日のベビーマッサージは中止です",
        "状態",
        "以上",
        "取り消す",
    ),
    *("電話をください", "来週の水曜", "12月5日", "日にちのないお知らせ", "2345-6789", "使い方"),
)
STEPS = 40


class Talk:
    """One phone, one desk, and dice."""

    def __init__(self, phone: GroupPhone, group: Group, editor: Actor, seed: int) -> None:
        self.phone, self.group, self.editor = phone, group, editor
        self.dice = random.Random(seed)  # noqa: S311 - dice
        self.sent: list[str] = []

    def step(self) -> None:
        acts = (
            self.say,
            self.say,
            self.say,
            self.show,
            self.tap,
            self.unsend,
            self.wait,
            self.decide,
        )
        self.dice.choice(acts)()

    def say(self) -> None:
        assert self.phone.say(self.dice.choice(WORDS))
        self.sent.append(self.phone.last_message())

    def show(self) -> None:
        kind = self.dice.choice(("image", "image", "sticker", "location", "audio"))
        more = {"title": "うめ会館", "address": "横浜市西区1-1"} if kind == "location" else {}
        self.sent.append(f"x{self.phone.count}")
        assert self.phone.show(self.sent[-1], kind=kind, **more)

    def tap(self) -> None:
        labels = self.phone.labels() if self.phone.answers() else []
        if labels:
            assert self.phone.tap(self.dice.choice(labels))

    def unsend(self) -> None:
        if self.sent:
            self.phone.send("unsend", unsend={"messageId": self.dice.choice(self.sent)})

    def wait(self) -> None:
        self.phone.now += self.dice.choice(
            (timedelta(minutes=11), timedelta(hours=3), timedelta(days=8))
        )
        report = tick(now_fn=lambda: self.phone.now)
        assert "cases" not in report.errors
        self.phone.handle()

    def decide(self) -> None:
        case = self.phone.case()
        if case is None:
            return
        if case.state is CaseState.WAITING:
            self.dice.choice((self.approve, self.refuse, self.ask, self.hold, self.connect))()
        elif case.state in (CaseState.ASKED, CaseState.HELD):
            by, now = self.editor, self.phone.now
            editorial.resume(self.phone.session, case, version=case.version, by=by, now=now)
            self.phone.session.commit()

    def approve(self) -> None:
        try:
            self.phone.approve(self.editor)
        except editorial.ChecksStandError:
            self.phone.session.rollback()

    def refuse(self) -> None:
        self.phone.reject(self.editor)

    def ask(self) -> None:
        self.phone.ask(
            "雨の日はどうなりますか。", field=self.dice.choice(("", "weather_text")), by=self.editor
        )

    def hold(self) -> None:
        case, by, now = self.phone.case(), self.editor, self.phone.now
        editorial.hold(
            self.phone.session, case, reason="区に確認中", version=case.version, by=by, now=now
        )
        self.phone.session.commit()

    def connect(self) -> None:
        _, code = directory.issue_line_code(
            self.phone.session,
            self.group,
            life=directory.BY_DESK,
            by=self.editor,
            now=self.phone.now,
        )
        self.phone.session.commit()
        assert self.phone.say(code)


@pytest.mark.parametrize("seed", range(12))
def test_no_event_fails_and_each_is_answered(
    phone: GroupPhone, group: Group, editor: Actor, seed: int
) -> None:
    talk = Talk(phone, group, editor, seed)
    for _ in range(STEPS):
        talk.step()
