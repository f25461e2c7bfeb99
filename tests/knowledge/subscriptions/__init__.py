"""What chats choose, follow and are told."""
