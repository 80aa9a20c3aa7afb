"""Cutting a connection in the middle of a request, as a broken line would."""

import socket
import struct

from flask import request


def cut_connection() -> None:
    """End the TCP connection of the current request with a reset; nothing more is sent on it."""
    connection = request.environ.get("werkzeug.socket")
    if isinstance(connection, socket.socket):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.shutdown(socket.SHUT_RDWR)
