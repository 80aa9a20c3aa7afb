"""``/<hub>/opinions``: the opinion box. No name, three languages, and what became of it below."""

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from notifier import engagement
from notifier.engagement import BODY_LIMIT, BadOpinionError, TooManyOpinionsError
from notifier.hubs import Hub
from notifier.kit import clock, text
from notifier.web.languages import asked_language
from notifier.web.reader import blueprint
from notifier.web.reader.opinion_words import opinion_words
from notifier.web.reader.page import show, to
from notifier.web.session import abandon, db, hub_of
from notifier.web.visitor import visitor

BAD_FORM = 422
TOO_MANY = 429


@blueprint.get("/<hub_slug>/opinions")
def opinions(hub_slug: str) -> Response:
    """The box, and the published answers."""
    return _page(hub_of(hub_slug), "")


@blueprint.post("/<hub_slug>/opinions")
def hand_in_opinion(hub_slug: str) -> AnyResponse:
    """Keep it; too many are answered calmly, with what was typed still there."""
    hub, lang = hub_of(hub_slug), asked_language()
    typed = request.form.get("body", "")
    try:
        engagement.hand_in_opinion(
            db(), hub, typed, language=lang, visitor=visitor(), now=clock.now()
        )
    except BadOpinionError:
        return _page(hub, typed, error=_mend(typed, lang), status=BAD_FORM)
    except TooManyOpinionsError:
        abandon()
        return _page(hub, typed, problem=opinion_words(lang)["too_many"], status=TOO_MANY)
    return redirect(to("opinion_thanks", hub, lang))


@blueprint.get("/<hub_slug>/opinions/thanks")
def opinion_thanks(hub_slug: str) -> Response:
    """It arrived."""
    lang = asked_language()
    return show("opinion_thanks", hub_of(hub_slug), lang=lang, o=opinion_words(lang))


def _mend(typed: str, lang: str) -> str:
    count = len(text.clean(typed))
    key = "too_long" if count > BODY_LIMIT else "empty"
    return opinion_words(lang)[key].format(limit=BODY_LIMIT, count=count)


def _page(
    hub: Hub, typed: str, *, error: str = "", problem: str = "", status: int = 200
) -> Response:
    lang = asked_language()
    return show(
        "opinions",
        hub,
        lang=lang,
        status=status,
        o=opinion_words(lang),
        limit=BODY_LIMIT,
        typed=typed,
        error=error,
        problem=problem,
        heard=engagement.published_answers(db(), hub.id),
    )
