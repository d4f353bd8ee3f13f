"""How the web process listens. Addresses and process counts come from the environment."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
control_socket_disable = True
loglevel = "warning"
