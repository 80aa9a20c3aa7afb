"""「並べて見る」: two likely duplicates side by side, then 「同じもの」 or 「別のもの」."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from notifier import editorial
from notifier.kit import clock
from notifier.web.desk import blueprint
from notifier.web.desk.back import back_to
from notifier.web.guard import require, signed_in
from notifier.web.session import db


@blueprint.get("/cases/<int:case_id>/compare/<int:other_id>")
@require("judge")
def compare_cases(case_id: int, other_id: int) -> str:
    """Both items of this hub, field by field, with what arrived beneath."""
    me = signed_in()
    return render_template(
        "web/desk/compare.html",
        both=editorial.compare(db(), me.hub.id, case_id, other_id, now=clock.now()),
        zone=me.hub.zone,
        back=request.args.get("back", ""),
    )


@blueprint.post("/cases/<int:case_id>/different")
@require("judge")
def different_case(case_id: int) -> Response:
    """「別のもの」: remembered, so that nobody is asked about this pair again."""
    me = signed_in()
    case = editorial.find_case(db(), me.hub.id, case_id)
    other = editorial.find_case(db(), me.hub.id, request.form.get("other", 0, type=int))
    editorial.tell_apart(db(), case, other=other, by=me.actor, now=clock.now())
    flash(f"受付番号{case.id}と{other.id}は別のものとして、おぼえました。もうおたずねしません。")
    return back_to(case.id, stay=True) or redirect(url_for("desk.case", case_id=case.id))
