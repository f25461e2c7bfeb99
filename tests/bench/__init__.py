"""Benches: quality on public sets, speed and memory as the store grows."""
