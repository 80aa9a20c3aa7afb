"""The templates of editions: a missing value is an error, HTML escapes by itself."""

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

BOM = "\ufeff"  # Windows' editor shows Japanese only when it sees this first
ROOT = Path(__file__).resolve().parents[2] / "templates"


def template(folder: str, name: str) -> Template:
    """``templates/<folder>/<name>``; every name ending in .html is escaped."""
    return _environment().get_template(f"{folder}/{name}")


def text_file(words: str) -> bytes:
    """``words`` as a file that Windows' editor shows rightly."""
    return (BOM + words).replace("\n", "\r\n").encode()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(ROOT),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("html",)),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
