"""Messages on their way to Telegram: retried, limited, never sent twice."""
