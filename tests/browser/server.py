"""The product on a port of its own, in this process, with a clock the test sets."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from waitress.server import create_server

from casework.now import pinned

THREADS = 8


class Server:
    """``moment`` is what every request takes for now; ``idle`` waits until nobody is being served."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self.application = WSGIHandler()
        self.busy, self.changed = 0, threading.Condition()
        # Connections are closed with each request: a test database cannot be emptied while somebody holds it.
        connections.settings["default"]["CONN_MAX_AGE"] = 0
        self.waitress = create_server(self._serve, host="127.0.0.1", port=0, threads=THREADS)
        self.url = f"http://127.0.0.1:{self.waitress.effective_port}"
        self.thread = threading.Thread(target=self.waitress.run, daemon=True)
        self.thread.start()

    def _serve(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with self.changed:
            self.busy += 1
        try:
            with pinned(self.moment):
                response = self.application(environ, start_response)
                try:
                    return [b"".join(response)]
                finally:
                    response.close()
        finally:
            with self.changed:
                self.busy -= 1
                self.changed.notify_all()

    def idle(self, seconds: float = 20) -> None:
        """:raises TimeoutError: a request is still being served."""
        end = time.monotonic() + seconds
        with self.changed:
            while self.busy:
                if not self.changed.wait(end - time.monotonic()) and self.busy:
                    raise TimeoutError(f"{self.busy} requests still running")

    def close(self) -> None:
        self.waitress.close()
        self.thread.join(5)
