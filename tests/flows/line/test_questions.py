"""What is missing is asked one at a time, and what she says finds its field."""

from datetime import timedelta

from sqlalchemy import select

from notifier.editorial import Case, CaseState
from notifier.flows.tick import tick
from notifier.intake import Question
from tests.flows.line.phone import PART, GroupPhone


def test_what_is_missing_is_asked_once_and_one_at_a_time(known: GroupPhone) -> None:
    said = known.say(PART)
    assert said.count("？") + said.count("か。") == 1
    assert "どこで行いますか" in said
    assert known.case().state is CaseState.ASKED
    said = known.say("みなみ地区センター")
    assert "・場所：みなみ地区センター" in said
    assert "だれが対象ですか" in said
    assert known.labels()[:2] == ["どなたでも", "0歳児とその家族"]
    assert "参加費" in known.tap("0歳児とその家族")
    assert "申込み" in known.tap("無料")
    assert "これで受け付けました" in known.tap("申込不要")
    draft = known.case().draft
    assert (draft.place_name, draft.max_months, draft.fee_yen) == ("みなみ地区センター", 11, 0)
    assert draft.apply_text == "申込不要"
    assert draft.questions == ()
    assert known.case().state is CaseState.WAITING
    fields = [one.field for one in known.session.scalars(select(Question).order_by(Question.id))]
    assert fields == ["place_name", "audience_text", "fee_text", "apply_text"]


def test_as_it_is_ends_the_questions_and_loses_nothing(known: GroupPhone) -> None:
    known.say(PART)
    assert "届いたまま受け付けました" in known.tap("そのまま送る")
    assert known.case().state is CaseState.WAITING
    assert known.case().draft.title == "ベビーマッサージ"
    known.now += timedelta(minutes=11)
    assert "途中のものはありません" in known.say("おわり")


def test_thanks_in_the_middle_leave_the_question_open(known: GroupPhone) -> None:
    known.say(PART)
    known.say("ありがとうございます")
    assert "対象" in known.say("みなみ地区センター")
    assert known.case().draft.place_name == "みなみ地区センター"


def test_the_next_item_may_come_while_the_last_one_is_asked_about(known: GroupPhone) -> None:
    known.say(PART)
    said = known.say("12月12日(土)13時から クリスマス会 藤だな自治会館")
    assert "クリスマス会" in said
    assert known.count_items() == 2
    first = known.session.scalars(select(Case).order_by(Case.id)).first()
    assert first is not None
    assert first.state is CaseState.WAITING, "it went on as it came"


def test_an_unanswered_question_lets_the_item_go_on(known: GroupPhone) -> None:
    known.say(PART)
    moment = known.now + timedelta(hours=2, minutes=1)
    report = tick(now_fn=lambda: moment)
    assert "cases" not in report.errors
    known.handle()
    assert known.case().state is CaseState.WAITING
    known.now = moment
    known.say("みなみ地区センター")
    (answered,) = known.session.scalars(select(Question).where(Question.answered_at.is_not(None)))
    assert answered.answer == "みなみ地区センター"
    assert known.count_items() == 1


def test_a_labelled_line_mends_its_own_field_and_the_question_stays(known: GroupPhone) -> None:
    known.say("12月5日(土)10時から ベビーマッサージ 南センター")
    said = known.say("会場は北センターです")
    assert "・場所：北センター" in said
    assert "だれが対象ですか" in said
    assert known.case().draft.place_name == "北センター"
    assert known.case().draft.audience_text == ""
    known.say("0歳児")
    assert known.case().draft.audience_text == "0歳児"
    assert "参加費" in known.answers()[-1]["text"]


def test_another_name_with_a_day_is_no_answer_to_when(known: GroupPhone) -> None:
    known.say("ベビーマッサージ 南センター 0歳児 無料")
    known.say("12月12日(土)13時 クリスマス会 うめ会館")
    assert known.count_items() == 2
    first = known.session.scalars(select(Case).order_by(Case.id)).first()
    assert first is not None
    assert first.draft.occurrences == ()


def test_the_same_name_said_again_with_its_day_is_the_answer(known: GroupPhone) -> None:
    known.say("ベビーマッサージ 南センター 0歳児 無料")
    known.say("ベビーマッサージは12月5日(土)10時です")
    assert known.count_items() == 1
    assert len(known.case().draft.occurrences) == 1


def test_a_day_without_an_hour_asks_for_the_hour(known: GroupPhone) -> None:
    assert "いつですか" in known.say("ベビーマッサージ 南センター 0歳児 無料 申込不要")
    assert "何時から" in known.say("12月5日です")
    assert "12月5日(土) 10:00–11:30" in known.say("10時から11時半")
    assert known.case().draft.questions == ()
    (one,) = known.case().draft.occurrences
    assert (one.starts_at.hour, one.ends_at and one.ends_at.minute) == (1, 30)


def test_a_day_nobody_can_read_is_asked_twice_and_left_to_the_desk(known: GroupPhone) -> None:
    known.say("ベビーマッサージ 南センター 0歳児 無料 申込不要")
    known.say("そのうちに")
    known.say("まだ決まっていません")
    assert "これで受け付けました" in known.answers()[-1]["text"]
    assert [one.field for one in known.case().draft.questions] == ["when"]


def test_a_notice_without_a_day_is_asked_for_neither_day_nor_place(known: GroupPhone) -> None:
    known.say("ベビーカー貸出 無料")
    assert "だれが対象" in known.tap("日にちのないお知らせ")
    draft = known.case().draft
    assert (draft.kind, draft.occurrences) == ("information", ())
    assert "これで受け付けました" in known.tap("どなたでも")
    assert "place_name" not in [one.field for one in known.session.scalars(select(Question))]
