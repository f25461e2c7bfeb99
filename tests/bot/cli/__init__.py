"""The command, tested as it is called."""
