"""An article in, its statements out: who said what, on what terms, when, with which figures.

`statements` loads language models; whoever needs the types alone takes them from `candidate`.
"""
