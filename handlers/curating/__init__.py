"""What curators do from inside the chat."""
