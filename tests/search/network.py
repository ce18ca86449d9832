"""The way to a cluster, which may be cut, held up, blocked and mended: a proxy on a port of its own."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit


class Way:
    """Carries bytes to a node and back. What is on it when it is cut is lost; when it is held up, it waits; when it is
    blocked, nobody comes on it either, as where a firewall drops what is sent to a port."""

    def __init__(self, node: str) -> None:
        parts = urlsplit(node)
        self._target = (parts.hostname, parts.port)
        self._server = socket.create_server(("127.0.0.1", 0))
        self.node = f"{parts.scheme}://127.0.0.1:{self._server.getsockname()[1]}"
        self.carried = 0
        self._is_open = True
        self._flows = threading.Event()
        self._flows.set()
        self._ends: list[socket.socket] = []
        self._waiting: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self._is_open = False
        self._drop()

    def hold_up(self) -> None:
        self._flows.clear()

    def block(self) -> None:
        """The system answers nobody more than may wait to be accepted."""
        self.hold_up()
        self._server.listen(0)
        while self._is_reached():
            pass

    def mend(self) -> None:
        self._is_open = True
        while self._waiting:
            self._waiting.pop().close()
        self._server.listen()
        self._flows.set()

    def close(self) -> None:
        self.mend()
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._drop()

    def _is_reached(self) -> bool:
        one = socket.socket()
        one.settimeout(0.2)
        self._waiting.append(one)
        return one.connect_ex(self._server.getsockname()) == 0

    def _drop(self) -> None:
        while self._ends:
            end = self._ends.pop()
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _address = self._server.accept()
                self._flows.wait()
                if not self._is_open:
                    here.close()
                    continue
                there = socket.create_connection(self._target)
                self._ends += [here, there]
                for one, other in ((here, there), (there, here)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                self.carried += len(data)
                self._flows.wait()
                other.sendall(data)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
