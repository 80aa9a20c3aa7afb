"""A person's browser without a screen: follows links, fills and sends the forms of a page."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

import httpx2

from notifier.kit.errors import NotifierError

OK = 200
REDIRECTS = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 5


class WalkError(NotifierError):
    """The walk met a page it did not expect."""


@dataclass
class Form:
    """A form as it stands on the page: where it goes, and what its boxes hold."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Page:
    """A page as it was answered."""

    url: str
    status: int
    text: str
    headers: dict[str, str]

    @property
    def forms(self) -> list[Form]:
        """The forms of the page, in order."""
        reader = _FormReader()
        reader.feed(self.text)
        return reader.forms

    def form(self, action_part: str) -> Form:
        """The first POST form whose address ends with ``action_part``, else one that holds it."""
        posts = [(form, form.action or self.url) for form in self.forms if form.method == "post"]
        for form, action in posts:
            if action.endswith(action_part):
                return form
        for form, action in posts:
            if action_part in action:
                return form
        raise WalkError(f"no form for {action_part!r} on {self.url} (status {self.status})")


class Browser:
    """One person's browser: cookies of its own, at one origin."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._client = httpx2.Client(timeout=30, follow_redirects=False)

    def get(self, path: str) -> Page:
        """A page, redirects followed."""
        return self._follow(self._client.get(urljoin(f"{self.origin}/", path)))

    def look(self, path: str) -> Page:
        """One answer, redirects not followed."""
        return _page(self._client.get(urljoin(f"{self.origin}/", path)))

    def file(self, path: str) -> bytes:
        """What a download link gives."""
        answer = self._client.get(urljoin(f"{self.origin}/", path))
        if answer.status_code != OK:
            raise WalkError(f"no file at {path} (status {answer.status_code})")
        return answer.content

    def cookies(self) -> dict[str, str]:
        """What the site asked this browser to keep."""
        return dict(self._client.cookies)

    def post(self, path: str, fields: dict[str, str]) -> Page:
        """A bare POST, as a mail program does for one-click unsubscribing."""
        return self._follow(self._client.post(urljoin(f"{self.origin}/", path), data=fields))

    def send(self, page: Page, action_part: str, **values: Any) -> Page:  # noqa: ANN401 - form values
        """Send a form of ``page`` with ``values`` in its boxes (a list fills a box many times)."""
        form = page.form(action_part)
        data: dict[str, list[str]] = {}
        for name, value in form.fields:
            data.setdefault(name, []).append(value)
        for name, value in values.items():
            data[name] = [str(v) for v in value] if isinstance(value, list) else [str(value)]
        url = urljoin(page.url, form.action or page.url)
        return self._follow(self._client.post(url, data=data))

    def _follow(self, answer: httpx2.Response) -> Page:
        for _ in range(MOST_REDIRECTS):
            if answer.status_code not in REDIRECTS:
                return _page(answer)
            answer = self._client.get(urljoin(str(answer.url), answer.headers["location"]))
        raise WalkError(f"too many redirects at {answer.url}")


def _page(answer: httpx2.Response) -> Page:
    return Page(str(answer.url), answer.status_code, answer.text, dict(answer.headers))


class _FormReader(HTMLParser):
    """Reads forms the way a browser would send them untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = ""
        self._options: list[tuple[str, bool]] = []
        self._textarea: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a form or take in one of its boxes."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._box(tag, given)

    def handle_endtag(self, tag: str) -> None:
        """Close a form, a select or a text box."""
        if tag == "form":
            self._form = None
        elif tag == "select" and self._form is not None and self._select:
            chosen = [value for value, is_on in self._options if is_on]
            for value in chosen or [v for v, _ in self._options[:1]]:
                self._form.fields.append((self._select, value))
            self._select = ""
        elif tag == "textarea" and self._form is not None and self._textarea is not None:
            self._form.fields.append((self._textarea, self._text.removeprefix("\n")))
            self._textarea = None

    def handle_data(self, data: str) -> None:
        """The inside of a text box."""
        if self._textarea is not None:
            self._text += data

    def _box(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "select":
            self._select, self._options = name, []
        elif tag == "option":
            self._options.append((given.get("value", ""), "selected" in given))
        elif tag == "textarea":
            self._textarea, self._text = name, ""
        elif tag == "button" and name and self._form is not None:
            self._form.buttons.append((name, given.get("value", "")))
        elif tag == "input" and name and self._form is not None:
            kind = given.get("type", "text")
            if kind in {"checkbox", "radio"} and "checked" not in given:
                return
            if kind not in {"submit", "button", "file", "image"}:
                self._form.fields.append(
                    (name, given.get("value", "on" if kind in {"checkbox", "radio"} else ""))
                )
