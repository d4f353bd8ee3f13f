"""Finding what may belong together: from rows to offers, in plain code that an officer could follow."""
