"""The decision fitted to questions whose answers are known."""
