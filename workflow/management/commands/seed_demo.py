"""Seed a practice district."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.models import Organ
from casework.now import now, today
from workflow.demo import district, precedents, stories


class Command(BaseCommand):
    help = "建立演示区县：机关、人员和经各环节办理的示例办件。相同的 seed 得到相同的数据。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, default=300, help="示例办件数；0 只建立机关和人员")
        parser.add_argument("--years", type=int, default=2, help="示例办件跨越的年数")
        parser.add_argument("--seed", type=int, default=1, help="随机种子")
        parser.add_argument(
            "--part", choices=("all", "first", "rest"), default="all", help="先装入区政府本年的办件，其余随后装入"
        )

    def handle(self, *, cases: int, years: int, seed: int, part: str = "all", **options: Any) -> None:
        if cases < 0 or years < 1:
            raise CommandError("cases 不能小于 0，years 至少为 1。", returncode=2)
        if part != "rest" and Organ.objects.exists():
            raise CommandError("数据库中已有机关数据，演示数据只能装入空库。请换一个空的数据库。", returncode=1)
        organs = list(Organ.objects.order_by("sort")) if part == "rest" else list(district.build().values())
        told = stories.seed(cases=cases, years=years, seed=seed, today=today(), organs=organs, part=part)
        if part != "rest":
            precedents.seed(at=now())
        for done, whole in told:
            if done % 25 == 0 or done == whole:
                self.stderr.write(f"示例办件 {done} / {whole}")
