"""What granian serves: ``notifier.web.rsgi:app``, made when a web process begins."""

from asyncio import AbstractEventLoop

from notifier.config import settings
from notifier.kit import clock
from notifier.web.app import create_app
from notifier.web.rsgi_types import HTTPProtocol, Scope
from notifier.web.short_way import ShortWay


class _Served:
    """The application of this process, with the rehearsal clock set."""

    def __rsgi_init__(self, _loop: AbstractEventLoop) -> None:
        """Make it; granian calls this before the first request."""
        clock.set_offset(settings().clock_offset)
        self._made = ShortWay(create_app())

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Answer one request."""
        await self._made.__rsgi__(scope, protocol)


app = _Served()
