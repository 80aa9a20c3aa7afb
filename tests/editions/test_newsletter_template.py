"""A Word template of the hub's own: unknown fields are named with their place."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import docx
import pytest
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from sqlalchemy.orm import Session

from notifier.audit import Actor
from notifier.config import settings
from notifier.editions import (
    BadTemplateError,
    compose,
    has_template,
    print_files,
    set_word_template,
    standard_template,
)
from notifier.editions.word_fields import check_template, unknown_fields
from notifier.hubs import Hub


@pytest.fixture(autouse=True)
def media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A media folder of this test."""
    monkeypatch.setenv("NOTIFIER_MEDIA_DIR", str(tmp_path))
    settings.cache_clear()


def template(*paragraphs: str, cell: str = "", header: str = "") -> bytes:
    made = docx.Document()
    for words in paragraphs:
        made.add_paragraph(words)
    if cell:
        made.add_table(1, 1).cell(0, 0).text = cell
    if header:
        made.sections[0].header.paragraphs[0].text = header
    stored = io.BytesIO()
    made.save(stored)
    return stored.getvalue()


def test_our_own_knows_every_field() -> None:
    check_template(standard_template())


def test_the_contact_box_stands_apart_from_what_is_above_it() -> None:
    """A table has no space before it, so that an empty line of a fixed height gives it."""
    made = docx.Document(io.BytesIO(standard_template()))
    before = Paragraph(made.tables[-1]._tbl.getprevious(), made)
    assert before.text == ""
    assert before.paragraph_format.line_spacing == Pt(12)


def test_unknown_fields_are_named_with_their_place() -> None:
    data = template(
        "{{ masthead.hub_name }}だより",
        "{%p for part in nearby %}",
        "{{ part.nmae }}",
        "{%p endfor %}",
        "{% if kancho %}館長より{% endif %}",
        cell="{{ weeks[0].days[0].tenki }}",
        header="{{ masthead.gou }}",
    )
    found = {one.name: one.where for one in unknown_fields(data)}
    assert set(found) == {"part.nmae", "kancho", "weeks[0].days[0].tenki", "masthead.gou"}
    assert found["part.nmae"].startswith("本文の3段落目")
    assert found["kancho"].startswith("本文の5段落目")
    assert found["weeks[0].days[0].tenki"].startswith("表1の1行目")
    assert found["masthead.gou"].startswith("ヘッダー")
    with pytest.raises(BadTemplateError, match="「kancho」（本文の5段落目"):
        check_template(data)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"PK\x03\x04 broken", template("{{ masthead.month }")[:900]]
)
def test_what_is_no_word_file_is_said(data: bytes) -> None:
    with pytest.raises(BadTemplateError, match="Word"):
        check_template(data)


def test_a_broken_file_inside_a_good_zip_is_said() -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as packed:
        packed.writestr("word/document.xml", "<not xml")
    with pytest.raises(BadTemplateError, match="開けません"):
        check_template(stored.getvalue())


def test_broken_tags_are_said() -> None:
    with pytest.raises(BadTemplateError, match="書き方に誤り"):
        check_template(template("{% if masthead.status %}下書き"))


def test_the_hubs_own_is_used_for_this_hub_alone(
    session: Session, hub: Hub, other_hub: Hub, editor: Actor, machine: Actor, now: datetime
) -> None:
    own = template("わたしたちの {{ masthead.month }}")
    set_word_template(session, hub, own, kind="newsletter", by=editor, now=now)
    assert has_template(hub.id, "newsletter")
    assert not has_template(other_hub.id, "newsletter")
    for one, is_own in ((hub, True), (other_hub, False)):
        edition = compose(
            session, one, kind="newsletter", on=date(2026, 12, 1), by=machine, now=now
        )
        data = print_files(session, edition, formats=["docx"], now=now)[0].data
        first = docx.Document(io.BytesIO(data)).paragraphs[0].text
        assert (first == "わたしたちの 2026年12月号") is is_own
    set_word_template(session, hub, None, kind="newsletter", by=editor, now=now)
    assert not has_template(hub.id, "newsletter")


def test_a_template_cannot_reach_into_the_machine(
    session: Session, hub: Hub, editor: Actor, machine: Actor, now: datetime
) -> None:
    data = template("{{ masthead.__class__.__mro__ }}")
    with pytest.raises(BadTemplateError, match="__class__"):
        set_word_template(session, hub, data, kind="newsletter", by=editor, now=now)
