"""The rota as calendar files, out and in."""
