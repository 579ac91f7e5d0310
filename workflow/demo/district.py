"""Organs, units and people of the practice district.

Names of organs and streets are public; reconsideration organ and court follow law.md §1.7 and must be checked locally
before they are printed on a real document. Telephone numbers other than the district office's are invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from casework.models import Organ, Phrase, Posting, Staff, Unit
from casework.permissions import UNIT_ROLES

PASSWORD = "licheng-2026"
DISTRICT = "济南市历城区人民政府"
CITY = "济南市人民政府"
LOCAL_COURT = "济南市历城区人民法院"
RAILWAY_COURT = "济南铁路运输法院"

# code, full name, short name, kind, word of its document numbers
ORGANS: tuple[tuple[str, str, str, str, str], ...] = (
    ("LC01", DISTRICT, "区政府", "government", "历政公"),
    ("LC02", "济南市历城区人民政府办公室", "区政府办公室", "office", "历政办公"),
    ("LC11", "济南市历城区发展和改革局", "区发展改革局", "department", "历发改公"),
    ("LC12", "济南市历城区投资促进局", "区投资促进局", "department", "历投促公"),
    ("LC13", "济南市历城区住房和城乡建设局", "区住房城乡建设局", "department", "历住建公"),
    ("LC14", "济南市历城区工业和信息化局", "区工业和信息化局", "department", "历工信公"),
    ("LC15", "济南市历城区教育和体育局", "区教育体育局", "department", "历教体公"),
    ("LC16", "济南市历城区卫生健康局", "区卫生健康局", "department", "历卫健公"),
    ("LC17", "济南市历城区文化和旅游局", "区文化和旅游局", "department", "历文旅公"),
    ("LC18", "济南市历城区城市管理局", "区城管局", "department", "历城管公"),
    ("LC19", "济南市历城区农业农村局", "区农业农村局", "department", "历农公"),
    ("LC20", "济南市历城区人力资源和社会保障局", "区人力资源社会保障局", "department", "历人社公"),
    ("LC21", "济南市历城区民政局", "区民政局", "department", "历民公"),
    ("LC22", "济南市历城区财政局", "区财政局", "department", "历财公"),
    ("LC23", "济南市历城区行政审批服务局", "区行政审批服务局", "department", "历审批公"),
    ("LC24", "济南市生态环境局历城分局", "市生态环境局历城分局", "department", "历环公"),
    ("LC25", "济南市历城区司法局", "区司法局", "department", "历司公"),
    ("LC26", "济南市自然资源和规划局历城分局", "市自然资源和规划局历城分局", "department", "历自然公"),
    ("LC27", "济南市历城区水务局", "区水务局", "department", "历水公"),
    ("LC28", "济南市历城区商务局", "区商务局", "department", "历商公"),
    ("LC29", "济南市历城区退役军人事务局", "区退役军人事务局", "department", "历退役公"),
    ("LC30", "济南市历城区应急管理局", "区应急管理局", "department", "历应急公"),
    ("LC31", "济南市历城区审计局", "区审计局", "department", "历审公"),
    ("LC32", "济南市历城区市场监督管理局", "区市场监督管理局", "department", "历市监公"),
    ("LC33", "济南市历城区统计局", "区统计局", "department", "历统公"),
    ("LC34", "济南市历城区医疗保障局", "区医疗保障局", "department", "历医保公"),
    ("370112001", "济南市历城区人民政府山大路街道办事处", "山大路街道", "street", "历山大办公"),
    ("370112002", "济南市历城区人民政府洪家楼街道办事处", "洪家楼街道", "street", "历洪办公"),
    ("370112003", "济南市历城区人民政府东风街道办事处", "东风街道", "street", "历东办公"),
    ("370112004", "济南市历城区人民政府全福街道办事处", "全福街道", "street", "历全办公"),
    ("370112007", "济南市历城区人民政府华山街道办事处", "华山街道", "street", "历华办公"),
    ("370112008", "济南市历城区人民政府荷花路街道办事处", "荷花路街道", "street", "历荷办公"),
    ("370112009", "济南市历城区人民政府王舍人街道办事处", "王舍人街道", "street", "历王办公"),
    ("370112010", "济南市历城区人民政府鲍山街道办事处", "鲍山街道", "street", "历鲍办公"),
    ("370112011", "济南市历城区人民政府郭店街道办事处", "郭店街道", "street", "历郭办公"),
    ("370112012", "济南市历城区人民政府唐冶街道办事处", "唐冶街道", "street", "历唐冶办公"),
    ("370112013", "济南市历城区人民政府港沟街道办事处", "港沟街道", "street", "历港办公"),
    ("370112016", "济南市历城区人民政府董家街道办事处", "董家街道", "street", "历董办公"),
    ("370112017", "济南市历城区人民政府彩石街道办事处", "彩石街道", "street", "历彩办公"),
    ("370112020", "济南市历城区人民政府唐王街道办事处", "唐王街道", "street", "历唐王办公"),
)


@dataclass(frozen=True)
class Person:
    """One member of the fixed cast: sign-in name, name, duty as the sign-in page says it, post."""

    username: str
    name: str
    duty: str
    role: str
    organ: str
    unit: str


OFFICE, SECTION = "政务公开科", "党政办公室"
CAST: tuple[Person, ...] = (
    Person("wangdengji", "王登记", "登记员", "intake", "LC01", OFFICE),
    Person("lichengban", "李承办", "承办人（洪家楼街道）", "handler", "370112002", SECTION),
    Person("zhaokezhang", "赵科长", "科室负责人（洪家楼街道）", "unit_head", "370112002", SECTION),
    Person("qianfazhi", "钱法制", "法制审核", "legal", "LC01", OFFICE),
    Person("sunzhuren", "孙主任", "政府信息公开工作机构负责人", "head", "LC01", OFFICE),
    Person("duchayuan", "督查员", "区政府办公室督查", "supervisor", "LC02", OFFICE),
    Person("zhoubianji", "周编辑", "案例库编辑", "editor", "LC02", OFFICE),
    Person("guanliyuan", "系统管理员", "系统管理员", "sysadmin", "LC02", OFFICE),
    Person("wairen", "外人", "其他单位承办人（区住房城乡建设局）", "handler", "LC13", OFFICE),
)
# Every other organ has four people of its own, so that drafter, reviewer and signer are never one.
POSTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("经办", ("intake", "handler")),
    ("科长", ("unit_head",)),
    ("法制", ("legal",)),
    ("分管", ("head",)),
)
REVIEWERS = {"handler", "unit_head", "legal", "head"}
Job = tuple[str, str, Organ, tuple[str, ...]]  # sign-in name, name, organ, roles
PHRASES = (
    "同意。",
    "拟同意，请领导审示。",
    "请补充检索记录后再报。",
    "请核对答复期限和文号。",
    "引用条款不准确，请修改。",
)


def build() -> dict[str, Organ]:
    """Make the organs, their units and staff; return the organs by code. Called on an empty database."""
    rows = [_organ(sort, *row) for sort, row in enumerate(ORGANS, start=1)]
    organs = {organ.code: organ for organ in Organ.objects.bulk_create(rows)}
    units = Unit.objects.bulk_create(
        Unit(organ=organ, name=_unit_name(organ), is_disclosure_office=True) for organ in organs.values()
    )
    sections = {unit.organ.code: unit for unit in units}
    jobs: list[Job] = [(person.username, person.name, organs[person.organ], (person.role,)) for person in CAST]
    jobs += [job for organ in organs.values() for job in _jobs(organ)]
    _employ(jobs, sections)
    return organs


def _jobs(organ: Organ) -> Iterator[Job]:
    """The posts of an organ that nobody of the fixed cast holds."""
    taken = {person.role for person in CAST if person.organ == organ.code and person.name != "外人"}
    for suffix, usual in POSTS:
        roles = tuple(role for role in usual if role not in taken)
        if roles:
            yield f"{organ.code.lower()}-{roles[-1]}", f"{organ.short_name}{suffix}", organ, roles


def _employ(jobs: list[Job], sections: dict[str, Unit]) -> None:
    """Make the staff with their postings and phrases, and the system that acts for timers."""
    password = make_password(PASSWORD)
    people = Staff.objects.bulk_create(
        Staff(
            username=username,
            name=name,
            organ=organ,
            unit=sections[organ.code],
            password=password,
            office_phone=organ.phone,
            is_staff="sysadmin" in roles,
            is_superuser="sysadmin" in roles,
        )
        for username, name, organ, roles in jobs
    )
    system = Staff.objects.create(username="system", name="系统", password=make_password(None))
    posts = [
        Posting(staff=staff, role=role, organ=organ, unit=sections[organ.code] if role in UNIT_ROLES else None)
        for staff, (_, _, organ, roles) in zip(people, jobs, strict=True)
        for role in roles
    ]
    Posting.objects.bulk_create([*posts, Posting(staff=system, role="system", organ=jobs[0][2])])
    writers = [staff for staff, job in zip(people, jobs, strict=True) if set(job[3]) & REVIEWERS]
    Phrase.objects.bulk_create(Phrase(staff=staff, text=text) for staff in writers for text in PHRASES)


def _organ(sort: int, code: str, name: str, short: str, kind: str, word: str) -> Organ:
    seat = kind in {"government", "office"}
    return Organ(
        code=code,
        name=name,
        short_name=short,
        kind=kind,
        is_district_office=kind == "office",
        number_word=word,
        disclosure_office=SECTION if kind == "street" else OFFICE,
        address="济南市历城区山大北路47号" if seat else f"济南市历城区（{short}）",
        postcode="250100",
        phone="0531-88023751" if seat else f"0531-8802{4000 + sort}",
        reconsideration_organ=_reconsideration(code, kind),
        reconsideration_online="行政复议服务平台（掌上复议）",
        court=RAILWAY_COURT if kind == "government" else LOCAL_COURT,
        sort=sort,
    )


def _reconsideration(code: str, kind: str) -> str:
    """行政复议法 Arts 24, 28: the city for the district, the district for its departments and streets.

    A branch that a bureau of the city set up by districts has both: the city's government or the district's.
    """
    if kind == "government":
        return CITY
    if code in {"LC24", "LC26"}:
        return f"{CITY}或者{DISTRICT}"
    return f"{DISTRICT}或者济南市司法局" if code == "LC25" else DISTRICT


def _unit_name(organ: Organ) -> str:
    return SECTION if organ.kind == "street" else OFFICE
