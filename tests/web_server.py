"""A web server on loopback, for tests of what fetches: it says what it is told to say."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread

Answer = Callable[[str], bytes | Iterator[bytes]]


def response(
    body: bytes = b"", *, status: str = "200 OK", length: bool = True, **headers: str
) -> bytes:
    """Return an HTTP answer; header names with `_` for `-`."""
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body


class Server:
    """Where it listens, and every request that it has received, as text."""

    def __init__(self, listener: socket.socket, answer: Answer, tls: ssl.SSLContext | None) -> None:
        self.port: int = listener.getsockname()[1]
        self.pair = f"127.0.0.1:{self.port}"
        self.url = f"http://{self.pair}"
        self.requests: list[str] = []
        self._listener = listener
        self._answer = answer
        self._tls = tls

    def serve(self) -> None:
        """Answer one connection after the other until the listener is closed."""
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                with (
                    connection,
                    suppress(OSError),
                    self._wrapped(connection) as spoken,
                ):
                    self._serve_one(spoken)

    def _wrapped(self, connection: socket.socket) -> socket.socket:
        return connection if self._tls is None else self._tls.wrap_socket(connection, True)

    def _serve_one(self, connection: socket.socket) -> None:
        received = b""
        while b"\r\n\r\n" not in received:
            piece = connection.recv(65_536)
            if not piece:
                return
            received += piece
        text = received.decode()
        self.requests.append(text)
        answer = self._answer(text.split(" ")[1])
        for piece in [answer] if isinstance(answer, bytes) else answer:
            connection.sendall(piece)


@contextmanager
def web_server(answer: Answer, *, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Yield a server that answers each path with the bytes that `answer` gives for it."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(listener, answer, tls)
    thread = Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        # wakes the thread where it waits for a connection
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(2)
