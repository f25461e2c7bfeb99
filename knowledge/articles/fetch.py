"""A link to its bytes: only from the public internet, within bounds of time, size and redirects."""

import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpcore
import httpx

from knowledge.domain import RefusedInput
from knowledge.translations import Wording

Address = IPv4Address | IPv6Address

_GLOBAL_V6 = ip_network("2000::/3")
# Addresses that carry an IPv4 address within them, and so may lead back into our own network.
_CARRIERS = tuple(
    ip_network(network)
    for network in ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48", "::/96")
)
# Anycast relays for such carriers (RFC 7526), and documentation (RFC 9637), which Python 3.11
# takes for public.
_NOT_PUBLIC = tuple(ip_network(network) for network in ("192.88.99.0/24", "3fff::/20"))


def is_public(address: Address) -> bool:
    """Whether the address is one of the public internet, however it is written."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address not in _GLOBAL_V6 or any(address in network for network in _CARRIERS):
            return False
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in _NOT_PUBLIC)
    )


def parsed(text: str) -> Address:
    """The address as `getaddrinfo` gives it; a zone ("fe80::1%eth0") is dropped."""
    return ip_address(text.partition("%")[0])


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


__all__ = ["Bounds", "Fetched", "fetch", "is_public"]

LINK = 2_000
"""Characters that a link may have."""

MOVED = frozenset({301, 302, 303, 307, 308})
NOT_FOUND = frozenset({404, 410})
_CHARSET = re.compile(r"""charset\s*=\s*"?([\w.:-]{2,30})""", re.IGNORECASE)
_TYPES = re.compile(r"text/(html|plain|markdown)|application/(xhtml\+xml|pdf)|$", re.IGNORECASE)
_ASKED = [
    (b"User-Agent", b"AccordingTo/1 (reads one article for a curator)"),
    (b"Accept", b"text/html, application/xhtml+xml, text/plain, application/pdf"),
    (b"Accept-Encoding", b"identity"),
    (b"Connection", b"close"),
]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a fetch may cost.

    Args:
        seconds: for everything: names, redirects and the last byte.
        content: bytes, as they come and unpacked.
        redirects: how many are followed.
    """

    seconds: float = 20.0
    content: int = 10_000_000
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a link led to; `charset` is the encoding that the server named, `url` the last one."""

    content: bytes
    url: str
    charset: str | None


def fetch(
    url: str,
    *,
    allowed: Callable[[Address], bool] = is_public,
    bounds: Bounds = Bounds(),
    resolving: Resolve = resolve,
) -> Fetched:
    """Get a page without cookies or credentials; each redirect is checked like the link itself.

    Args:
        url: with its scheme.
        allowed: says which addresses may be connected to.
        bounds: what it may cost.
        resolving: gives the addresses of a name.

    Raises:
        RefusedInput: the link is none, leads where it may not, or the page cannot be had.
    """
    deadline = time.monotonic() + bounds.seconds
    backend = Checked(allowed, deadline, resolving)
    target = _checked(url)
    try:
        for _ in range(bounds.redirects + 1):
            with httpcore.ConnectionPool(network_backend=backend) as pool:
                answer = _get(pool, target, bounds)
            if isinstance(answer, Fetched):
                return answer
            target = _checked(str(target.join(answer)))
    except httpcore.TimeoutException:
        raise RefusedInput(
            Wording("The site took too long to answer: try later, or send the article's text.")
        ) from None
    except (httpcore.NetworkError, httpcore.ProtocolError):
        raise RefusedInput(
            Wording("The site cannot be reached: check the link, or send the article's text.")
        ) from None
    raise RefusedInput(Wording("This link is passed on too often: send the article's text."))


def _get(pool: httpcore.ConnectionPool, target: httpx.URL, bounds: Bounds) -> Fetched | str:
    """The page, or where it has moved to."""
    asked = httpcore.URL(
        scheme=target.raw_scheme, host=target.raw_host, port=target.port, target=target.raw_path
    )
    host = target.netloc
    with pool.stream("GET", asked, headers=[(b"Host", host), *_ASKED]) as response:
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1")
            for name, value in response.headers
        }
        moved = headers.get("location")
        if response.status in MOVED and moved is not None:
            return moved
        _refuse_status(response.status)
        kind = headers.get("content-type", "")
        if not _TYPES.match(kind):
            raise RefusedInput(
                Wording("This link leads to no article but to something else: send text.")
            )
        content = _body(response, headers.get("content-encoding", "identity"), bounds.content)
        charset = _CHARSET.search(kind)
        return Fetched(content, str(target), charset[1] if charset else None)


def _refuse_status(status: int) -> None:
    if status in NOT_FOUND:
        raise RefusedInput(Wording("The site has no such page (any more): check the link."))
    if status != 200:  # noqa: PLR2004  # the one status with a page
        raise RefusedInput(
            Wording(
                "The site does not give the page (status {status}): send the article's text.",
                status=status,
            )
        )


def _body(response: httpcore.Response, encoding: str, most: int) -> bytes:
    """The bytes, unpacked; never more than `most` of them in memory, packed or not."""
    if encoding.strip().lower() not in {"identity", "", "gzip", "x-gzip", "deflate"}:
        raise RefusedInput(
            Wording("The site packs its page in a way I do not read: send the text.")
        )
    unpacking = None if encoding.strip().lower() in {"identity", ""} else zlib.decompressobj(47)
    content = bytearray()
    came = 0
    for chunk in response.iter_stream():
        came += len(chunk)
        if unpacking is None:
            content += chunk
        else:
            try:
                content += unpacking.decompress(chunk, most + 1 - len(content))
            except zlib.error:
                raise RefusedInput(
                    Wording("The page is damaged: send the article's text.")
                ) from None
        if len(content) > most or came > most:
            raise RefusedInput(
                Wording(
                    "The page has more than {number} MB: send the article's text.",
                    number=f"{most / 1e6:.0f}",
                )
            )
    return bytes(content)


def _checked(url: str) -> httpx.URL:
    """The link in its parts.

    Raises:
        RefusedInput: it is no link to a page of the web.
    """
    try:
        target = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError, TypeError):
        raise RefusedInput(Wording("This is no link that I understand: check it.")) from None
    if len(url) > LINK or target.scheme not in {"http", "https"} or not target.host:
        raise RefusedInput(
            Wording("I follow links that begin with http:// or https://, no others.")
        )
    if target.userinfo:
        raise RefusedInput(Wording("This link carries a name or password: send it without."))
    return target.copy_with(fragment=None)
