import pytest

from letters.errors import CharacterRefused
from letters.sanitize import clean, require_printable, unprintable


@pytest.mark.parametrize(
    "name", ["欧阳娜娜", "买买提·艾力", "䶮某某", "㛃", "𬱟", "Jean-Luc Müller", "王喆", "〔2026〕"]
)
def test_real_names_stay_as_they_are_and_can_be_printed(name):
    assert clean(name) == name
    assert unprintable(name) == ()


def test_compatibility_forms_and_radicals_are_unified():
    assert clean("\u2f2f程") == "工程"
    assert clean("\uf9e4論") == "理論"
    assert clean("⻓城") == "长城"


def test_decomposed_letters_are_composed():
    assert clean("Mu\u0308ller") == "Müller"


def test_invisible_marks_are_dropped():
    assert clean("王\u200b登\ufeff记\U000e0100") == "王登记"


@pytest.mark.parametrize(
    ("char", "words"),
    [("\u202e", "改变文字方向"), ("\x07", "控制字符"), ("\ue000", "私用区"), ("\u0378", "未定义")],
)
def test_dangerous_characters_are_refused_by_name_and_code_point(char, words):
    with pytest.raises(CharacterRefused) as refusal:
        clean(f"王{char}某", where="申请人")
    assert words in str(refusal.value) and "申请人" in str(refusal.value)
    assert f"U+{ord(char):04X}" in str(refusal.value)


def test_a_character_without_a_glyph_is_an_error_that_names_it():
    assert unprintable("李𰻝") == ("𰻝",)
    with pytest.raises(CharacterRefused, match=r"申请人中的“𰻝”（U\+30EDD）：此字无字形"):
        require_printable([("申请人", "李𰻝")])
