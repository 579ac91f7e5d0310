"""Synthetic replies with planted personal data, in the many ways clerks write it. Everybody is invented."""

from __future__ import annotations

import random
from dataclasses import dataclass

from casework.law.identity import resident_id_check

SURNAMES = (
    "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 朱 马 胡 郭 林 何 高 罗 郑 梁 谢 宋 唐 许 邓 冯 韩 曹 欧阳 司马 诸葛 "
    "上官 慕容 庞 仇 缪 逄 亓"
)
GIVEN = (
    "伟 芳 秀英 娜 敏 静 建国 志强 桂兰 秀珍 立新 海涛 玉梅 振华 小龙 雅琴 晓东 文博 子轩 若曦 传福 兆明 庆余 荣 "
    "凯 倩 淑华 长河 守信 延龄"
)
ROADS = ("花园路", "洪家楼南路", "工业北路", "祝舜路", "华信路", "将军路", "二环东路", "飞跃大道", "唐冶西路", "稼轩街")
VILLAGES = (
    "郭店街道山头村",
    "唐王街道司家村",
    "港沟街道邢村",
    "董家街道柿子园村",
    "荷花路街道冷水沟村",
    "彩石街道玉龙村",
)
ESTATES = ("雪山万科城", "恒大绿洲小区", "鲁能康桥花园", "祝甸家园", "黄台公寓")


@dataclass(frozen=True)
class Reply:
    """A reply, and everything in it that must not survive."""

    text: str
    planted: tuple[str, ...]


FOREIGN = ("阿卜杜拉·买买提", "古丽娜尔·艾则孜", "买买提·吐尔逊", "巴特尔•哈斯", "热依汗古丽·木合塔尔")


def person(chance: random.Random) -> str:
    if chance.random() < 0.05:
        return chance.choice(FOREIGN)
    return chance.choice(SURNAMES.split()) + chance.choice(GIVEN.split())


def resident_id(chance: random.Random) -> str:
    born = f"{chance.randrange(1940, 2008)}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}"
    body = f"3701{chance.randrange(1, 29):02d}{born}{chance.randrange(1000):03d}"
    return body + resident_id_check(body)


def mobile(chance: random.Random) -> str:
    return f"1{chance.choice('3456789')}{chance.randrange(10**9):09d}"


def as_written(chance: random.Random, number: str, *groups: int) -> str:
    """A number as people write it: plain, in groups with blanks or hyphens."""
    style = chance.randrange(6)
    if style < 2:
        return number
    if style == 4:
        return wide(number)
    parts, at = [], 0
    for length in groups:
        parts.append(number[at : at + length])
        at += length
    return {2: " ", 3: "-", 5: "－"}[style].join(parts)


def wide(number: str) -> str:
    """The number in full-width digits and letters."""
    return "".join(chr(ord(char) + 0xFEE0) for char in number)


def old_id(chance: random.Random) -> str:
    """Fifteen digits, as cards had them until 1999."""
    born = f"{chance.randrange(30, 90)}{chance.randrange(1, 13):02d}{chance.randrange(1, 29):02d}"
    return f"3701{chance.randrange(1, 29):02d}{born}{chance.randrange(1000):03d}"


def account(chance: random.Random) -> str:
    number = "62" + "".join(str(chance.randrange(10)) for _ in range(17))
    groups = " ".join((number[:4], number[4:8], number[8:12], number[12:16], number[16:]))
    return chance.choice((number, groups, wide(number)))


def plate(chance: random.Random) -> str:
    number = (
        f"{chance.choice('ABCDEF')}{chance.choice(('', '·', ' '))}{chance.choice('DF1')}{chance.randrange(10**4):04d}"
    )
    return f"鲁{number}" + chance.choice(("", "挂")) if len(number) > 5 else f"鲁{number}9"


def mailbox(chance: random.Random) -> str:
    user = f"user{chance.randrange(10**4)}"
    return chance.choice((f"{user}@example.com", f"{user}＠example.com", f"{user}（at）example.com"))


def credit_code(chance: random.Random) -> str:
    code = f"9137011{chance.randrange(1, 9)}MA{''.join(chance.choice('0123456789CDEFGHJK') for _ in range(8))}"
    return chance.choice((code, wide(code)))


def certificate(chance: random.Random) -> str:
    serial = chance.randrange(10**4, 10**6)
    return chance.choice(
        (
            f"历国用（{chance.randrange(1995, 2015)}）第0{serial}号",
            f"济集用（{chance.randrange(1995, 2015)}）第{serial}号",
            f"济房权证历字第{serial}号",
            f"鲁（{chance.randrange(2016, 2026)}）济南市不动产权第0{serial}号",
        )
    )


def landline(chance: random.Random) -> str:
    number = str(chance.randrange(80000000, 89999999))
    return chance.choice((f"0531-{number}", f"0531{number}", f"（0531）{number}", f"0531-{number[:4]} {number[4:]}"))


def address(chance: random.Random) -> str:
    number = chance.randrange(1, 300)
    block, door = chance.randrange(1, 40), f"{chance.randrange(1, 6)}单元{chance.randrange(101, 3304)}"
    house = f"{chance.randrange(1, 40)}号楼{chance.randrange(1, 6)}单元{chance.randrange(101, 3304)}室"
    return chance.choice(
        (
            f"济南市历城区{chance.choice(ROADS)}{number}号",
            f"山东省济南市历城区{chance.choice(ROADS)}{number}号{chance.choice(ESTATES)}{house}",
            f"{chance.choice(ESTATES)}{house}",
            f"历城区{chance.choice(VILLAGES)}{number}号",
            f"济南市历城区{chance.choice(VILLAGES)}{chance.randrange(1, 9)}组{number}号",
            f"济南市历城区{chance.choice(ROADS)}{number}号院{block}号楼{door}",
            f"历城区{chance.choice(ROADS)}{number}号院甲{chance.randrange(1, 9)}号楼",
            f"山东省济南市历城区{chance.choice(ROADS)}{number}号{block}#楼{chance.randrange(1, 6)}-302室",
        )
    )


def plot(chance: random.Random) -> str:
    year, serial = chance.randrange(2005, 2026), chance.randrange(1, 400)
    return chance.choice(
        (
            f"LC-{year}-G{serial:03d}",
            f"历城{year}-G{serial}",
            f"370112{serial:03d}{chance.randrange(1000):03d}GB{chance.randrange(10**5):05d}",
            f"370112 {serial:03d} {chance.randrange(1000):03d} JC{chance.randrange(10**5):05d}",
            f"{chance.choice('ABC')}-{chance.randrange(1, 99)}-{chance.randrange(1, 30)}",
            f"370112-{serial:03d}-{chance.randrange(1000):03d}-GB{chance.randrange(10**5):05d}",
            f"LC/{year}/{serial:03d}",
            f"{year}-LCDK-{serial}号",
        )
    )


def aside(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    """A sentence with a name or a number in an odd place."""
    name = person(chance)
    value, text = chance.choice(
        (
            (name, f"经{name}本人确认，材料齐全。"),
            (name, f"据{name}反映，公示期间未见张贴。"),
            (name, f"由其子{name}代为提交。"),
            (name, f"工作人员{name}与村委会核对。"),
            (name, f"受送达人签名：{name}"),
            (name, f"我叫{name}，系当地居民。"),
            (name, f"其邻居{name}占用公用地。"),
            (old_id(chance), "旧证号{}，已换证。"),
            (account(chance), "补偿款打入账号{}。"),
            (plate(chance), "运输车辆{}，已登记。"),
            (mailbox(chance), "材料发至{}，请查收。"),
            (credit_code(chance), "所涉企业（{}）已注销。"),
            (certificate(chance), "附{}复印件一份。"),
            (wide(mobile(chance)), "回电{}，无人接听。"),
        )
    )
    return text.format(value), (value,)


def reply(chance: random.Random) -> Reply:
    """One reply with two to four people's data; names also turn up again without any telling word."""
    name, other, agent = person(chance), person(chance), person(chance)
    card = resident_id(chance)
    phone = mobile(chance)
    desk = landline(chance)
    home, seat, ground = address(chance), address(chance), plot(chance)
    card_written, phone_written = as_written(chance, card, 6, 8, 4), as_written(chance, phone, 3, 4, 4)
    mail = mailbox(chance)
    opening = chance.choice(
        (
            f"{name}：\n本机关于2026年3月2日收到您提交的政府信息公开申请。",
            f"申请人：{name}，身份证号码：{card_written}，住址：{home}，联系电话：{phone_written}。\n",
            f"申请人{name}（身份证号{card_written}）于2026年3月2日提出申请。",
            f"申请人{name}，男，汉族，{card_written}，住{home}。",
        )
    )
    middle = chance.choice(
        (
            f"经查，{name}与{other}的房屋位于{seat}，地块编号{ground}，所涉材料共12页。委托代理人：{agent}，电话{desk}。",
            f"关于{seat}的征收补偿，第三人{other}不同意公开。宗地号：{ground}。代理人{agent}，手机{phone_written}，邮箱{mail}。",
            f"{name}申请公开宗地号为{ground}的土地登记材料，权利人{other}，坐落于{seat}，联系人{agent}，联系方式：{desk}。",
            f"您询问的{ground}地块属于{other}先生，通讯地址：{seat}，收件人：{agent}（{phone_written}）。",
        )
    )
    ending = chance.choice(
        (
            f"根据《中华人民共和国政府信息公开条例》第三十六条第四项，现告知{name}该政府信息不存在。",
            "如不服本答复，可以自收到之日起六十日内申请行政复议，或者在六个月内提起行政诉讼。",
            f"本答复送达{name}，联系电话{desk}。济历政公复〔2026〕12号。",
        )
    )
    odd, hidden = aside(chance)
    text = opening + middle + odd + ending
    values = (*hidden, name, other, agent, card_written, card, phone_written, phone, desk, home, seat, ground, mail)
    return Reply(text, tuple(dict.fromkeys(value for value in values if value in text)))
