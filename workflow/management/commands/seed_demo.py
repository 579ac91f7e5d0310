"""Seed a practice district."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.models import Organ
from casework.now import today
from workflow.demo import district, stories


class Command(BaseCommand):
    help = "建立演示区县：机关、人员和经各环节办理的示例办件。相同的 seed 得到相同的数据。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, default=300, help="示例办件数；0 只建立机关和人员")
        parser.add_argument("--years", type=int, default=2, help="示例办件跨越的年数")
        parser.add_argument("--seed", type=int, default=1, help="随机种子")

    def handle(self, *, cases: int, years: int, seed: int, **options: Any) -> None:
        if cases < 0 or years < 1:
            raise CommandError("cases 不能小于 0，years 至少为 1。", returncode=2)
        if Organ.objects.exists():
            raise CommandError("数据库中已有机关数据，演示数据只能装入空库。请换一个空的数据库。", returncode=1)
        organs = list(district.build().values())
        for done in stories.seed(cases=cases, years=years, seed=seed, today=today(), organs=organs):
            if done % 25 == 0:
                self.stderr.write(f"示例办件 {done} / {cases}")
