"""The first administrator of an empty installation, and a way back in for one whom no other can help."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from casework.acts import staffing, structure
from casework.errors import Fault
from casework.models import Organ
from casework.now import now
from workflow.leaving import unlock


class Command(BaseCommand):
    help = "在空系统中建立主管部门和第一个系统管理员；--reset 为忘记密码的系统管理员重置密码。密码为一次性密码。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", required=True, help="账号，小写字母、数字")
        parser.add_argument("--name", default="系统管理员", help="姓名")
        parser.add_argument("--organ", metavar="CODE", default="", help="任职机关的代码；空系统中即所建立的主管部门")
        parser.add_argument("--organ-name", default="", help="主管部门全称，如“济南市历城区人民政府办公室”")
        parser.add_argument("--short-name", default="", help="主管部门简称，如“区政府办公室”")
        parser.add_argument("--number-word", default="", help="主管部门文号代字，如“历政办公”")
        parser.add_argument("--reset", action="store_true", help="账号已有：只重置密码")

    def handle(self, *, username: str, name: str, reset: bool, **said: Any) -> None:
        try:
            with transaction.atomic():
                if reset:
                    person, password = staffing.rescue_administrator(at=now(), username=username)
                    unlock(person)
                else:
                    organ = self._organ(**said)
                    person, password = staffing.first_administrator(at=now(), name=name, username=username, organ=organ)
        except Fault as fault:
            self.stderr.write(fault.message)
            sys.exit(1)
        self.stdout.write(f"系统管理员：{person.name}　账号：{person.username}　一次性密码：{password}")
        self.stdout.write("密码只显示这一次；登录后先修改密码，再在“机关科室”“人员管理”中建立机关、科室和人员。")

    def _organ(self, *, organ: str, organ_name: str, short_name: str, number_word: str, **_: Any) -> Organ:
        """The organ named, or in an empty installation the office in charge of the district, entered now."""
        there = (
            Organ.objects.filter(code=organ).first() if organ else Organ.objects.filter(is_district_office=True).first()
        )
        if there is not None:
            return there
        if Organ.objects.exists() and not organ_name:
            raise CommandError("请用 --organ 指明系统管理员任职机关的代码。", returncode=2)
        if not (organ and organ_name and short_name and number_word):
            missing = "空系统须同时写明 --organ、--organ-name、--short-name、--number-word（主管部门）。"
            raise CommandError(missing, returncode=2)
        return structure.enter_organ(
            actor=None, at=now(), code=organ, name=organ_name, short_name=short_name, number_word=number_word,
            kind=Organ.Kind.OFFICE, is_district_office=not Organ.objects.filter(is_district_office=True).exists(),
        )  # fmt: skip
