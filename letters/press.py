"""The press: one painter beside this process, with a time limit; whatever happens to it, this process lives on.

The painter is started at the first letter and kept. One that is killed or takes too long is replaced at the next
letter; the letter it was at fails with a sentence, and its act rolls back with number and file.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import socket
import subprocess
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path

from letters import fontkit
from letters.errors import RenderingFailed
from letters.paint import Job, Painted

REPLACE_AFTER = 500
"""Letters after which a painter is replaced, so that no leak of its libraries can add up."""
_ROOT = Path(__file__).resolve().parents[1]


class Press:
    """At most one painter; callers of several threads wait for one another."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._painter: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None
        self._made_for: tuple[int, str] = (0, "")
        self._count = 0

    @property
    def pid(self) -> int | None:
        """The painter's process, if there is one."""
        return self._painter.pid if self._painter is not None else None

    def paint(self, job: Job, seconds: float) -> Painted:
        """:raises RenderingFailed: what ``paint.paint`` refuses, a painter that died, or one over the time limit."""
        with self._lock:
            line = self._ready()
            try:
                line.send(job)
                if not line.poll(seconds):
                    self._end()
                    raise RenderingFailed(
                        f"生成文书超过 {seconds:g} 秒的时限，已停止，没有占用文号。请压缩正文后重试。"
                    )
                answer = line.recv()
            except (EOFError, OSError) as fault:
                self._end()
                raise RenderingFailed("生成文书的程序意外中断，没有生成文书，也没有占用文号，请重试。") from fault
            self._count += 1
        if isinstance(answer, RenderingFailed):
            raise answer
        assert isinstance(answer, Painted)
        return answer

    def close(self) -> None:
        """End the painter."""
        with self._lock:
            self._end()

    def _ready(self) -> Connection:
        """The line to a living painter of this very process with the present fonts."""
        wanted = (os.getpid(), fontkit.extra_folder())
        alive = self._painter is not None and self._made_for == wanted and self._painter.poll() is None
        if not alive or self._line is None or self._count >= REPLACE_AFTER:
            self._end()
            self._line = self._start(wanted[1])
            self._made_for, self._count = wanted, 0
        return self._line

    def _start(self, extra: str) -> Connection:
        ours, theirs = socket.socketpair()
        with theirs:
            code = "import sys; from letters.paint import main; main(*sys.argv[1:])"
            command = [sys.executable, "-c", code, str(theirs.fileno()), extra]
            self._painter = subprocess.Popen(
                command, cwd=_ROOT, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
            )
        return Connection(ours.detach())

    def _end(self) -> None:
        painter, line, self._painter, self._line = self._painter, self._line, None, None
        if line is not None:
            line.close()
        if painter is None or self._made_for[0] != os.getpid():  # the painter of a parent is not ours to end
            return
        with contextlib.suppress(ProcessLookupError):
            painter.kill()
        painter.wait()


PRESS = Press()
atexit.register(PRESS.close)
