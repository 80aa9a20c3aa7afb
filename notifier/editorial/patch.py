"""An answer patches the field it was asked about. Pure."""

from dataclasses import replace

from notifier.intake import ListingDraft, Reading

# Fields that are words: the answer is the value. Dates and ages are read by a person from it.
_WORDS = frozenset(
    {
        "title",
        "body",
        "organiser",
        "place_name",
        "place_address",
        "audience_text",
        "fee_text",
        "apply_text",
        "bring_text",
        "weather_text",
        "contact_public",
    }
)


def patch(draft: ListingDraft, field: str, answer: str) -> ListingDraft:
    """``draft`` with the answer in its field and the question about it closed.

    An answer about anything but words (dates, ages, amounts) only becomes a reading beside the
    field: the question stays until a person has put the value in. An answer is taken once.
    """
    reading = Reading(field or "answer", answer, answer, sure=False)
    if not answer or reading in draft.readings:
        return draft
    read = replace(draft, readings=(*draft.readings, reading))
    if field not in _WORDS:
        return read
    still = tuple(question for question in draft.questions if question.field != field)
    patched: ListingDraft = replace(read, questions=still, **{field: answer})  # type: ignore[arg-type]
    return patched
