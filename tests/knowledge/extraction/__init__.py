"""Tests of pulling statements out of articles; every sentence here is invented."""
