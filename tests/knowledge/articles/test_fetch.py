"""A link is followed only where it may lead, and never for longer or further than allowed."""

import gzip
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from knowledge.articles import Bounds, Fetched, fetch, is_public
from knowledge.articles.fetch import Address
from knowledge.domain import RefusedInput

TIGHT = Bounds(seconds=1.0, content=10_000, redirects=3)


class Site(BaseHTTPRequestHandler):
    """A loopback site with every bad habit; what it was asked is kept by the server."""

    def do_GET(self) -> None:
        self.server.asked.append(dict(self.headers))  # type: ignore[attr-defined]  # the fixture adds it
        try:
            getattr(self, "page_" + self.path.strip("/").split("?")[0].replace("/", "_"))()
        except (BrokenPipeError, ConnectionResetError):
            return

    def log_message(self, *args: object) -> None:
        """Say nothing on the console of the tests."""

    def give(self, content: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def page_plain(self) -> None:
        self.give(b"hello", Content_Type="text/html; charset=koi8-r", Set_Cookie="a=b")

    def page_moved(self) -> None:
        self.give(b"", 302, Location="/plain", Set_Cookie="a=b")

    def page_inward(self) -> None:
        self.give(b"", 301, Location="http://10.0.0.1/plain")

    def page_to_file(self) -> None:
        self.give(b"", 301, Location="file:///etc/passwd")

    def page_round(self) -> None:
        self.give(b"", 307, Location="/round")

    def page_gone(self) -> None:
        self.give(b"", 410)

    def page_broken(self) -> None:
        self.give(b"", 500)

    def page_picture(self) -> None:
        self.give(b"", Content_Type="image/png")

    def page_packed(self) -> None:
        self.give(gzip.compress(b"hello"), Content_Encoding="gzip")

    def page_deflated(self) -> None:
        self.give(zlib.compress(b"hello"), Content_Encoding="deflate")

    def page_bomb(self) -> None:
        self.give(gzip.compress(bytes(20_000_000)), Content_Encoding="gzip")

    def page_unpackable(self) -> None:
        self.give(b"no gzip", Content_Encoding="gzip")

    def page_strange(self) -> None:
        self.give(b"x", Content_Encoding="br")

    def page_zeros(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(bytes(65_536))

    def page_slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b".")
            self.wfile.flush()
            time.sleep(0.1)

    def page_slow_head(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while True:
            self.wfile.write(b".")
            time.sleep(0.1)

    def page_rubbish(self) -> None:
        self.wfile.write(b"\x00\x01\x02\r\n\r\n")


class Server(ThreadingHTTPServer):
    """Remembers the headers of every request."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Site)
        self.asked: list[dict[str, str]] = []


@pytest.fixture
def site() -> Iterator[Server]:
    server = Server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def get(site: Server) -> Callable[[str], Fetched]:
    """Fetches from the site, whose loopback address alone is allowed."""
    base = f"http://127.0.0.1:{site.server_port}"
    here = ip_address("127.0.0.1")
    return lambda path: fetch(base + path, allowed=lambda one: one == here, bounds=TIGHT)


def test_a_page_comes_with_its_address_and_charset(get, site: Server):
    assert get("/plain#part") == Fetched(
        b"hello", f"http://127.0.0.1:{site.server_port}/plain", "koi8-r"
    )


def test_no_cookies_are_carried_and_the_host_is_the_links_own(get, site: Server):
    assert get("/moved").content == b"hello"
    assert [headers.get("Cookie") for headers in site.asked] == [None, None]
    assert site.asked[0]["Host"] == f"127.0.0.1:{site.server_port}"


def test_packed_pages_are_unpacked(get):
    assert get("/packed").content == get("/deflated").content == b"hello"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/inward", "private network"),
        ("/to_file", "http:// or https://"),
        ("/round", "too often"),
        ("/gone", "no such page"),
        ("/broken", "status 500"),
        ("/picture", "no article"),
        ("/bomb", "more than"),
        ("/unpackable", "damaged"),
        ("/strange", "packs"),
        ("/zeros", "more than"),
        ("/slow", "too long"),
        ("/slow_head", "too long"),
        ("/rubbish", "cannot be reached"),
    ],
)
def test_bad_habits_end_in_a_sentence_within_the_bounds(get, path: str, said: str):
    begun = time.monotonic()
    with pytest.raises(RefusedInput, match=said):
        get(path)
    assert time.monotonic() - begun < TIGHT.seconds + 1


def test_a_name_is_resolved_once_and_the_checked_address_connected_to(site: Server):
    given = iter([["127.0.0.1"], ["10.0.0.1"]])
    page = fetch(
        f"http://news.example:{site.server_port}/plain",
        allowed=lambda one: str(one) == "127.0.0.1",
        bounds=TIGHT,
        resolving=lambda *_: next(given),
    )
    assert page.content == b"hello"
    assert site.asked[0]["Host"] == f"news.example:{site.server_port}"
    assert next(given) == ["10.0.0.1"]


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    with pytest.raises(RefusedInput, match="private network"):
        fetch("http://news.example/", resolving=lambda *_: ["93.184.216.34", "127.0.0.1"])


def test_an_unknown_name_is_told():
    def unknown(*_: object) -> list[str]:
        raise OSError

    with pytest.raises(RefusedInput, match="no such site"):
        fetch("http://news.example/", resolving=unknown)


def test_a_site_that_refuses_connections_is_told():
    with pytest.raises(RefusedInput, match="cannot be reached"):
        fetch("http://127.0.0.1:1/", allowed=lambda _: True, bounds=TIGHT)


def test_encrypted_connections_keep_the_name_and_the_deadline(site: Server):
    with pytest.raises(RefusedInput, match=r"cannot be reached|too long"):
        fetch(f"https://127.0.0.1:{site.server_port}/", allowed=lambda _: True, bounds=TIGHT)


@pytest.mark.parametrize(
    "url",
    [
        "", "ferry", "ftp://news.example/", "file:///etc/passwd", "gopher://127.0.0.1/",
        "http://", "http://[::1", "https://name:word@news.example/", "http://x\x00y/",
        "https://news.example/" + "a" * 2_000, "javascript:alert(1)",
    ],
)  # fmt: skip
def test_other_links_are_refused(url: str):
    with pytest.raises(RefusedInput, match=r"http|link"):
        fetch(url)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "0x7f.1", "0x7f000001", "2130706433", "017700000001", "0", "0.0.0",
        "localhost", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
        "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]",
        "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "[fe80::1]", "[fc00::1]", "[ff02::1]", "[fec0::1]", "192.88.99.1",
        "[3fff::1]", "198.18.0.1", "192.0.2.1", "240.0.0.1", "127.0.0.1.", "①②⑦.⓪.⓪.①",
    ],
)  # fmt: skip
def test_no_notation_of_a_private_address_gets_through(host: str):
    with pytest.raises(RefusedInput, match=r"private network|no such site|no link"):
        fetch(f"http://{host}/", bounds=TIGHT)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("::ffff:93.184.216.34", True),
        ("::ffff:10.0.0.1", False),
        ("2002:5db8:d822::1", False),
    ],
)
def test_public_addresses_are_told_from_others(address: str, public: bool):
    one: Address = ip_address(address)
    assert is_public(one) is public
