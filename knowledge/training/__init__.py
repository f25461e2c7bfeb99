"""Fits the weights of the decision; a tool for those who change the store or the search."""
