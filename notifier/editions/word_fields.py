"""Reading a Word template before it is used: every field it names must be one we fill. Pure.

What is unknown is named in a sentence with the place it stands in, because a person has to find it
in Word. Templates run in Jinja's sandbox: a template is a file from outside.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, get_args, get_origin, get_type_hints

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from notifier.editions.paper import Paper
from notifier.kit.errors import BadInputError
from notifier.kit.text import one_line, shorten

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 40 * 1024 * 1024
SHOWN = 30
LOOP_WORDS = frozenset({"loop", "range"})
_NAME = re.compile(r"[{][{%]")

Schema = dict[str, Any]  # field → Schema | [Schema] | None (a plain value)


class BadTemplateError(BadInputError):
    """The template cannot be used; the sentence says what and where."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="template")


@dataclass(frozen=True, slots=True)
class UnknownField:
    """A field we do not fill, and where it stands."""

    name: str
    where: str


def environment() -> ImmutableSandboxedEnvironment:
    """How templates are filled: in a sandbox, escaped, a missing value is an error."""
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def check_template(data: bytes) -> None:
    """Raises ``BadTemplateError`` when the file is no Word file, is broken, or names unknown
    fields.
    """
    _check_file(data)
    unknown = unknown_fields(data)
    if unknown:
        said = "、".join(f"「{one.name}」（{one.where}）" for one in unknown)
        raise BadTemplateError(
            f"ひな形に、この仕組みの知らない項目があります: {said}。"
            "つづりを確かめるか、その項目を消してください。"
        )


def unknown_fields(data: bytes) -> list[UnknownField]:
    """The fields of the template nobody fills, each with its place, in the order found."""
    try:
        sources = list(_sources(data))
        trees = [environment().parse(source) for source in sources]
    except TemplateError as error:
        raise BadTemplateError(
            "ひな形の書き方に誤りがあります。{{ と }}、{% と %} の組を確かめてください"
            f"（{shorten(one_line(str(error)), 120)}）。"
        ) from error
    names: dict[str, None] = {}
    for tree in trees:
        names.update(dict.fromkeys(_unknown(tree, dict(_top()))))
    return [UnknownField(name, _where(data, name)) for name in names]


def _check_file(data: bytes) -> None:
    import docx

    if len(data) > MAX_BYTES:
        raise BadTemplateError("ひな形は5MBまでです。大きな画像を小さくしてください。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(entry.file_size for entry in packed.infolist())
            is_word = "word/document.xml" in packed.namelist()
    except zipfile.BadZipFile:
        is_word, size = False, 0
    if not is_word or size > MAX_UNPACKED:
        raise BadTemplateError("Wordのファイル（.docx）を選んでください。")
    try:
        docx.Document(io.BytesIO(data))
    except (ValueError, KeyError, SyntaxError) as error:  # lxml's errors are SyntaxErrors
        raise BadTemplateError(
            "このWordファイルは開けません。Wordで開いて、保存しなおしてください。"
        ) from error


def _sources(data: bytes) -> Iterator[str]:
    """The template text of the body, headers and footers."""
    from docxtpl import DocxTemplate

    template = DocxTemplate(io.BytesIO(data))
    template.init_docx()
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))


def _top() -> Schema:
    return {**schema_of(Paper), "qr": None}


def schema_of(kind: Any) -> Any:  # noqa: ANN401 - a type hint is any object
    """The fields of a dataclass, nested as templates see them."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return {one.name: schema_of(hints[one.name]) for one in fields(kind)}
    if get_origin(kind) is tuple:
        return [schema_of(get_args(kind)[0])]
    return None


def _unknown(node: nodes.Node, known: Schema) -> Iterator[str]:
    """Names that lead nowhere below ``node``, loops binding their variable on the way."""
    if isinstance(node, nodes.For):
        yield from _unknown(node.iter, known)
        inner = dict(known)
        rows = _value(node.iter, known)
        if isinstance(node.target, nodes.Name):
            inner[node.target.name] = rows[0] if isinstance(rows, list) else None
        for child in (*node.body, *node.else_):
            yield from _unknown(child, inner)
        return
    if isinstance(node, nodes.Getattr | nodes.Getitem | nodes.Name):
        yield from _unknown_path(node, known)
        return
    if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
        yield from _unknown(node.node, known)
        known[node.target.name] = _value(node.node, known)
        return
    for child in node.iter_child_nodes():
        yield from _unknown(child, known)


def _unknown_path(node: nodes.Node, known: Schema) -> Iterator[str]:
    path = _path(node)
    if path is None:
        for child in node.iter_child_nodes():
            yield from _unknown(child, known)
        return
    here: Any = known
    for index, step in enumerate(path):
        if index == 0 and step in LOOP_WORDS and step not in known:
            return
        if isinstance(here, list) and isinstance(step, int):
            here = here[0]
        elif isinstance(here, dict) and step in here:
            here = here[step]
        else:
            yield _said(path)
            return


def _path(node: nodes.Node) -> list[str | int] | None:
    """["masthead", "month"] of ``masthead.month``; None when it is computed."""
    if isinstance(node, nodes.Name):
        return [node.name]
    if isinstance(node, nodes.Getattr):
        before = _path(node.node)
        return None if before is None else [*before, node.attr]
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        before = _path(node.node)
        return None if before is None else [*before, node.arg.value]
    return None


def _value(node: nodes.Node, known: Schema) -> Any:  # noqa: ANN401 - a part of a schema
    here: Any = known
    for step in _path(node) or []:
        if isinstance(here, list) and isinstance(step, int):
            here = here[0]
        elif isinstance(here, dict):
            here = here.get(str(step))
        else:
            return None
    return here if here is not known else None


def _said(path: list[str | int]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)[1:]


def _where(data: bytes, name: str) -> str:
    """「表1の2行目「…」」: the first place in the file that names it."""
    last = re.split(r"[.\[]", name.rstrip("]"))[-1]
    for place, words in _paragraphs(data):
        if _NAME.search(words) and re.search(rf"(?<!\w){re.escape(last)}(?!\w)", words):
            return f"{place}「{shorten(one_line(words), SHOWN)}」"
    return "ファイルの中"


def _paragraphs(data: bytes) -> Iterator[tuple[str, str]]:
    """Every paragraph with its place as a person finds it in Word."""
    import docx

    document = docx.Document(io.BytesIO(data))
    for number, paragraph in enumerate(document.paragraphs, 1):
        yield f"本文の{number}段落目", paragraph.text
    for count, table in enumerate(document.tables, 1):
        for number, row in enumerate(table.rows, 1):
            for cell in row.cells:
                yield f"表{count}の{number}行目", cell.text
    for section in document.sections:
        for name, part in (("ヘッダー", section.header), ("フッター", section.footer)):
            yield name, "\n".join(paragraph.text for paragraph in part.paragraphs)
