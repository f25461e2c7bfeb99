"""Pictures are honest about dates and can be read."""
