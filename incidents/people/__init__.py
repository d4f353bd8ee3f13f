"""People of concern: what they are known by, who may be the same, and their pages."""
