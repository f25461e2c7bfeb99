"""Links in a message: to an article that the store may hold."""

import re
from urllib.parse import urlsplit

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"»”]{3,2000}", re.IGNORECASE)


def links_in(message: str) -> tuple[str, ...]:
    """The links of a message, as typed."""
    return tuple(found.rstrip(".,;:!?)") for found in _LINK.findall(message))


def without_links(message: str) -> str:
    """The message without its links."""
    return _LINK.sub(" ", message).strip()


def address(link: str) -> str:
    """What two links to one page have in common: host and path, without www and what tracks."""
    try:
        parts = urlsplit(link if "://" in link else f"https://{link}")
    except ValueError:
        return link
    host = parts.netloc.casefold().removeprefix("www.").removeprefix("m.")
    return f"{host}{parts.path.rstrip('/')}"
