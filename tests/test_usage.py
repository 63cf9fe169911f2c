"""A wrongly called command answers in one line, in the language of the call."""

from __future__ import annotations

import pytest

from biaochi.cli import main


@pytest.mark.parametrize(
    ("line", "zh"),
    [
        ("chek", "biaochi：没有 `chek` 这个选择。是不是想写 `check`？可以写：check、build"),
        ("export pppx", "biaochi export：没有 `pppx` 这个选择。是不是想写 `pptx`？"),
        ("export", "biaochi export：还缺 一个选择：csv xlsx"),
        ("check --nope", "biaochi：不认识 --nope。用法见 biaochi --help"),
        ("export csv -o", "biaochi export：-o/--output 后面要写一个值"),
        ("export csv --as-of abc", "biaochi export：--as-of：日期写成 2026-11-21 的样子。"),
        ("compare", "biaochi compare：INDICATOR|CONCEPT --all 要写一个。"),
    ],
)
def test_a_wrong_call_is_one_line_in_chinese(line: str, zh: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(line.split())
    said = capsys.readouterr().err
    assert left.value.code == 2 and said.startswith(zh) and said.count("\n") == 1 and "usage" not in said


def test_a_wrong_call_in_english(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["biaochi", "export", "pppx", "--lang", "en"])
    with pytest.raises(SystemExit):
        main(["export", "pppx", "--lang", "en"])
    assert capsys.readouterr().err.startswith("biaochi export: There is no choice `pppx`. Did you mean `pptx`? ")
