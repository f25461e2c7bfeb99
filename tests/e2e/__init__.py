"""End to end: the real bot over real HTTP."""
