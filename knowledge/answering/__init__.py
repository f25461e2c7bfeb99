"""A question in, an outcome out: understand, decide, compose."""
