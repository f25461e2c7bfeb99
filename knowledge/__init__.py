"""The store of statements and the answers from it; knows no Telegram and no scheduler."""
