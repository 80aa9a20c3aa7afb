"""「掲載基準」: reword, switch off, add."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from notifier.hubs import BadCriterionError, CriterionChange, criteria, set_criteria
from notifier.kit import clock
from notifier.kit.text import one_line
from notifier.web.admin import blueprint
from notifier.web.guard import require, signed_in
from notifier.web.session import abandon, db


@blueprint.route("/criteria", methods=["GET", "POST"])
@require("settings")
def criteria_page() -> ResponseReturnValue:
    """The hub's criteria; POST saves all lines or none."""
    me = signed_in()
    lines = [CriterionChange(c.key, c.wording, c.is_active) for c in criteria(db(), me.hub.id)]
    if request.method == "GET":
        return _page(lines, "", {}, 200)
    typed = [_typed(line) for line in lines]
    new = request.form.get("new", "").strip()
    added = [CriterionChange(f"own{len(lines) + 1}", new, is_active=True)] if new else []
    try:
        set_criteria(db(), me.hub, typed + added, by=me.actor, now=clock.now())
    except BadCriterionError as error:
        abandon()
        field = "new" if error.field not in {line.key for line in lines} else str(error.field)
        return _page(typed, new, {field: str(error)}, 400)
    flash("掲載基準を保存しました。")
    return redirect(url_for("admin.criteria_page"), 303)


def _typed(line: CriterionChange) -> CriterionChange:
    return CriterionChange(
        line.key,
        one_line(request.form.get(f"wording-{line.key}", line.wording)),
        f"active-{line.key}" in request.form,
    )


def _page(
    lines: list[CriterionChange], new: str, errors: dict[str, str], status: int
) -> ResponseReturnValue:
    html = render_template("web/admin/criteria.html", lines=lines, new=new, errors=errors)
    return html, status
