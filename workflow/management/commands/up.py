"""Web, worker and beat in one process: the whole product for one office on one machine."""

from __future__ import annotations

import os
import signal
import sys
import threading
import warnings
from argparse import ArgumentParser
from typing import Any

from celery import current_app
from celery.exceptions import SecurityWarning
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import connection

from casework.models import Organ
from letters.render import warm_up_in_background
from workflow.demo.district import CAST, PASSWORD


class Command(BaseCommand):
    help = "在一个进程中运行网站、定时任务和后台任务；先更新数据库结构。--demo 在空库中装入演示区县并打印账号。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="端口")
        parser.add_argument("--host", default="127.0.0.1", help="监听地址")
        parser.add_argument("--demo", action="store_true", help="空库时装入演示数据")

    def handle(self, *, port: int, host: str, demo: bool, **options: Any) -> None:
        if not 1 <= port <= 65535:
            raise CommandError("端口应为 1 至 65535 的整数。", returncode=2)
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        rest = self._practice() if demo else None
        if not Organ.objects.exists():
            self.stderr.write("系统中还没有机关和人员，请先运行 manage.py administrator。")
        stop = threading.Event()
        background = Background(stop)
        background.start()
        if rest is not None:
            rest.start()
        self._serve(host, port, background)

    def _practice(self) -> threading.Thread | None:
        """Seed an empty database and print the accounts; the older cases follow while the desk is already open."""
        rest = None
        if not Organ.objects.exists():
            call_command("seed_demo", part="first", stderr=self.stderr)
            rest = threading.Thread(target=self._seed_rest, name="seed", daemon=True)
        settings.DEMONSTRATION = True
        return rest

    def _accounts(self) -> None:
        self.stdout.write("演示账号（仅供练习，所有人物和办件均为虚构）：")
        for person in CAST:
            self.stdout.write(f"  {person.username:<12} {PASSWORD}   {person.name}  {person.duty}")

    def _seed_rest(self) -> None:
        try:
            call_command("seed_demo", part="rest", stderr=self.stderr)
        finally:
            connection.close()

    def _serve(self, host: str, port: int, background: Background) -> None:
        from waitress.server import create_server

        try:
            warm_up_in_background()
            server = create_server(get_wsgi_application(), host=host, port=port, threads=8, ident=None)
        except OSError as error:
            background.stop()
            raise CommandError(f"端口 {port} 已被占用，请用 --port 换一个端口。（{error}）", returncode=1) from error

        def leave(*_: Any) -> None:
            raise SystemExit(0)  # the server catches it and finishes the requests it has begun

        signal.signal(signal.SIGTERM, leave)
        signal.signal(signal.SIGINT, leave)
        if settings.DEMONSTRATION:
            self._accounts()
        self.stdout.write(f"网站已启动：http://{host}:{port}/ ，按 Ctrl+C 停止。")
        self.stdout.flush()
        try:
            server.run()
        finally:
            background.stop()
            sys.stdout.flush()


class Background:
    """The worker and the beat as threads of this process, stopped with it."""

    def __init__(self, stop: threading.Event) -> None:
        self.app = current_app._get_current_object()
        self.stopping = stop
        self.threads = [
            threading.Thread(target=self._work, name="worker", daemon=True),
            threading.Thread(target=self._beat, name="beat", daemon=True),
        ]

    def start(self) -> None:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        from celery.worker import state

        self.stopping.set()
        state.should_stop = 0
        for thread in self.threads:
            thread.join(timeout=10)

    def _work(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SecurityWarning)  # one process, one user: the broker is this memory
            self.app.Worker(
                pool="solo",
                hostname="desk@localhost",
                loglevel="WARNING",
                quiet=True,
                without_heartbeat=True,
                without_mingle=True,
                without_gossip=True,
            ).start()

    def _beat(self) -> None:
        """Send what the schedule asks for; the schedule lives in memory, a restart sends at once."""
        from celery.beat import Scheduler

        scheduler = Scheduler(self.app, lazy=True)
        scheduler.setup_schedule()
        while not self.stopping.wait(min(scheduler.tick(), 5)):
            pass
        scheduler.close()
