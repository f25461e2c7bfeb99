"""One folder a language: the words and tables by which its questions are read."""
