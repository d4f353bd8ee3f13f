"""Measurements on a throw-away database, as ratios within one run: `make bench [ONLY=name]`."""
