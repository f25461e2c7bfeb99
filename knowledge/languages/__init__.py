"""What is of one language: a folder for each."""
