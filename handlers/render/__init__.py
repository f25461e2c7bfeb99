"""The only place with markup: messages as Telegram HTML and buttons."""
