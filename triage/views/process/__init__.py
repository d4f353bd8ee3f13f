"""Versions of the threat process: the list, a version, its draft's sections, its replay, and who decides."""
