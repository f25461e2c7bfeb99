"""Telegram in, the desk asked, Telegram out."""
