"""`manage.py up`: web, worker and beat in one process, on an empty folder, stopped cleanly."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_up_answers_fires_its_timer_and_leaves_cleanly(tmp_path: Path) -> None:
    port = free_port()
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in {"DATABASE_URL", "BROKER_URL", "DJANGO_SETTINGS_MODULE"}
    } | {"DATA_DIR": str(tmp_path), "PYTHONUNBUFFERED": "1", "DEMONSTRATION": "1"}
    command = [sys.executable, "manage.py", "up", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        try:
            body = _answer(f"http://127.0.0.1:{port}/healthz", process)
            assert b'"database"' in body
        finally:
            process.send_signal(signal.SIGTERM)
            output, _ = process.communicate(timeout=40)
    assert process.returncode == 0, output.decode()
    assert "网站已启动" in output.decode()
    assert "wangdengji" in output.decode(), "a practice district prints its accounts before it opens"


def _answer(address: str, process: subprocess.Popen[bytes]) -> bytes:
    for _ in range(600):
        assert process.poll() is None, "the process ended before it answered"
        try:
            with urllib.request.urlopen(address, timeout=2) as response:  # noqa: S310 (this machine)
                content: bytes = response.read()
                return content
        except OSError:
            time.sleep(0.2)
    raise AssertionError("no answer within two minutes")
