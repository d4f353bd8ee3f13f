"""Messages as evidence, and mail that was held back: reading them, fetching them, and the pages to check them."""
