"""How the web process listens. Addresses and process counts come from the environment."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# A file that somebody sends from a slow phone takes minutes. With threads it keeps nobody else waiting, and the process
# goes on saying that it lives; without, it would be taken for dead after 30 seconds and ended.
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "8"))
control_socket_disable = True
loglevel = "warning"
accesslog = None  # addresses hold references, and that of a diary is its key: see docs/deploying.md, "Logs"
