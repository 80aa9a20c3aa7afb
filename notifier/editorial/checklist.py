"""The desk's checks, as sentences that say the real values. Pure: facts in, findings out."""

from notifier.editorial.facts import Check, CheckFacts, CriterionMark, is_clean
from notifier.editorial.rules_hours import check_hours
from notifier.editorial.rules_several import check_several
from notifier.editorial.rules_when import check_when
from notifier.editorial.rules_words import check_words

_ORDER = {"stop": 0, "ask": 1, "ok": 2}

__all__ = ["check_draft", "is_clean"]


def check_draft(facts: CheckFacts) -> list[Check]:
    """Everything found in one item, the gravest first; keys are unique within one item."""
    found = [
        *_questions(facts),
        *check_when(facts),
        *check_hours(facts),
        *check_several(facts),
        *check_words(facts),
        *_sender(facts),
        *_duplicates(facts),
        *_correction(facts),
        *(check for mark in facts.criteria for check in _criterion(mark)),
    ]
    return sorted(found, key=lambda check: _ORDER[check.level])


def _questions(facts: CheckFacts) -> list[Check]:
    return [
        Check(f"question-{number}", "ask", question.message)
        for number, question in enumerate(facts.draft.questions, start=1)
    ]


def _sender(facts: CheckFacts) -> list[Check]:
    if not facts.claims_group:
        return []
    message = (
        f"送り主は確認されていませんが、登録済みの団体「{facts.claims_group}」の名前で届いています。"
        "団体に確かめてください。"
    )
    return [Check("unverified_sender", "ask", message)]


def _duplicates(facts: CheckFacts) -> list[Check]:
    return [
        Check(
            f"duplicate-{twin.case_id}",
            "ask",
            f"{'行事名・会場・最初の日が同じ' if twin.is_exact else 'よく似た'}"
            f"「{twin.title}」（受付番号{twin.case_id}、{twin.state_name}）があります。"
            "まとめるか、別のものか確かめてください。",
        )
        for twin in facts.duplicates
    ]


def _correction(facts: CheckFacts) -> list[Check]:
    """Date, fee and place of what is public want a look; a typo passes."""
    if facts.correction is None:
        return []
    weighty = [one for one in facts.correction if one.is_weighty]
    if weighty:
        said = "、".join(f"{one.label}（{one.before} → {one.after}）" for one in weighty)
        message = f"すでに載っているものの {said} が変わります。確かめてください。"
        return [Check("correction_weighty", "ask", message)]
    if facts.correction:
        message = "すでに載っているものの、文字だけの訂正です（日時・会場・費用は変わりません）。"
        return [Check("correction_light", "ok", message)]
    return [Check("correction_none", "ok", "いま載っている内容と同じです。")]


def _criterion(mark: CriterionMark) -> list[Check]:
    key = f"criterion-{mark.key}"
    if mark.verdict == "pass":
        return [Check(key, "ok", f"掲載基準「{mark.wording}」に合っています。")]
    if mark.verdict == "fail":
        return [Check(key, "stop", f"掲載基準「{mark.wording}」に合わないと判断されています。")]
    if mark.verdict == "ask":
        return [Check(key, "ask", f"掲載基準「{mark.wording}」は確認中です。")]
    return []
