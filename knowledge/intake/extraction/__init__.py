"""Pulls attributed statements out of an article by rules."""
