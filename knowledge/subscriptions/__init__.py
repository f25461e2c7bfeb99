"""What chats choose and follow: settings, news, digests and reports; pure of any messenger."""

from knowledge.subscriptions.chat_desk import ChatDesk

__all__ = ["ChatDesk"]
