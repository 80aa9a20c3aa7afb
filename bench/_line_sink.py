"""LINE's end of the wire, bare: takes every multicast and notes when it came.

``python -m bench._line_sink`` prints its port; a line on standard input is answered by the moments
of the calls since the last one (monotonic seconds) and how many readers they named.
"""

import asyncio
import json
import sys
import time

ANSWERS = {
    b"/oauth2/v3/token": b'{"access_token":"t","expires_in":900,"token_type":"Bearer"}',
    b"/v2/bot/message/quota": b'{"type":"none"}',
    b"/v2/bot/message/quota/consumption": b'{"totalUsage":0}',
}
MULTICAST = b"/v2/bot/message/multicast"

_calls: list[tuple[float, int]] = []


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One kept connection."""
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1]
            length = 0
            for line in head.lower().split(b"\r\n"):
                if line.startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            body = await reader.readexactly(length)
            if path == MULTICAST:
                _calls.append((time.monotonic(), body[: body.index(b"]")].count(b"U")))
            answer = ANSWERS.get(path, b"{}")
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                % (len(answer), answer)
            )
    except (asyncio.IncompleteReadError, ConnectionResetError, asyncio.CancelledError):
        writer.close()


async def main() -> None:
    """Serve until standard input ends."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(_calls), flush=True)
        _calls.clear()


if __name__ == "__main__":
    asyncio.run(main())
