"""What chats choose and follow: settings, news, digests and reports; pure of any messenger."""

from knowledge.chats.chats import Chats

__all__ = ["Chats"]
