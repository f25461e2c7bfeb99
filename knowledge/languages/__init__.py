"""What is of one language: a folder for each, with its words as tables (`tables`) and its letters.

To add a language: a folder like `en/` with a table of each name that the others have, a catalogue in
`knowledge/locale`, and a member of `registry.Language`. A table that it lacks counts as empty.
"""
