"""Connections that go only where they may, and never last beyond their deadline."""

import socket
import ssl
import time
from collections.abc import Callable, Iterable

import httpcore

from knowledge.intake.reading.addresses import Address, parsed
from knowledge.model import RefusedInput
from knowledge.wording import Wording

Resolve = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """Every address that the system gives for a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Checked(httpcore.NetworkBackend):
    """Resolves a name once, refuses it unless every address is allowed, connects to one of them.

    The checked address itself is connected to, so that a name that resolves differently the
    second time (DNS rebinding) gains nothing; TLS still verifies the name.

    Args:
        allowed: says where a connection may go.
        deadline: of `time.monotonic`, for everything together.
        resolving: gives the addresses of a name.
    """

    def __init__(
        self, allowed: Callable[[Address], bool], deadline: float, resolving: Resolve = resolve
    ) -> None:
        self._allowed = allowed
        self._deadline = deadline
        self._resolving = resolving
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a checked address.

        Raises:
            RefusedInput: the name is unknown, or leads to an address that is not public.
        """
        try:
            addresses = self._resolving(host, port)
        except (OSError, UnicodeError):
            raise RefusedInput(Wording("There is no such site: check the link.")) from None
        if not addresses or not all(self._allowed(parsed(address)) for address in addresses):
            raise RefusedInput(
                Wording(
                    "This link leads into a private network, where I do not look: send the article's text."
                )
            )
        stream = self._sockets.connect_tcp(
            addresses[0], port, left(self._deadline, timeout), local_address, socket_options
        )
        return Bounded(stream, self._deadline)


class Bounded(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline, however slowly bytes drip in."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Bytes, as many as are there."""
        return self._stream.read(max_bytes, left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        self._stream.write(buffer, left(self._deadline, timeout))

    def close(self) -> None:
        """End the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted and its name verified."""
        tls = self._stream.start_tls(ssl_context, server_hostname, left(self._deadline, timeout))
        return Bounded(tls, self._deadline)

    def get_extra_info(self, info: str) -> object:
        """What the connection knows of itself."""
        return self._stream.get_extra_info(info)


def left(deadline: float, timeout: float | None) -> float:
    """Seconds that a wait may take; raises the timeout of httpcore when there are none."""
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise httpcore.ReadTimeout("the deadline is over")
    return remaining if timeout is None else min(timeout, remaining)
