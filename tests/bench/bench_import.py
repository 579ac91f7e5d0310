"""Import registers of many rows into a new SQLite database; prints rows a second. Run it as a script."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "data" / "foreign" / "muckrock_requests_2010_2016.csv"
TITLES = (
    "受理编号", "答复机关代码", "承办科室", "收到日期", "申请渠道", "申请人类别", "申请人", "联系电话",
    "通信地址", "申请事项", "所需信息描述", "主题", "答复结果", "办结日期", "备注",
)  # fmt: skip


def made(path: Path, rows: int) -> None:
    """A register of our own form: nine of ten cases closed, one in a hundred with an impossible date."""
    with path.open("w", encoding="gb18030", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(TITLES)
        for number in range(rows):
            day = date(2015, 1, 1) + timedelta(days=number % 3900)
            closed = "" if number % 10 == 0 else (day + timedelta(days=20)).isoformat()
            received = "2024-02-30" if number % 100 == 1 else day.isoformat()
            known = (f"旧{number}", "MUCKROCK", "", received, "互联网渠道", "自然人", f"张{number}", "", "")
            writer.writerow((*known, f"事项{number}", "", "", "予以公开" if closed else "", closed, ""))


def manage(*arguments: str, database: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{database}"}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def main(rows: int = 100_000) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database, register = Path(folder) / "bench.sqlite3", Path(folder) / "register.csv"
        manage("migrate", "-v0", database=database)
        made(register, rows)
        for name, path, lines in (("real register", REAL, 18_970), ("made register, GB 18030", register, rows)):
            if not path.exists():
                print(f"{name}: {path} is missing, not measured")
                continue
            begun = time.perf_counter()
            done = manage("import_register", str(path), database=database)
            seconds = time.perf_counter() - begun
            print(f"{name}: {lines} rows in {seconds:.1f} s, {lines / seconds:.0f} rows a second; {done.stdout[:80]}")
        begun = time.perf_counter()
        done = manage("annual_report", "--year", "2020", database=database)
        seconds = time.perf_counter() - begun
        print(f"annual report of the district: {seconds:.2f} s with start-up; status {done.returncode}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
