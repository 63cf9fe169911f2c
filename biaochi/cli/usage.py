"""A command that was called wrongly is answered in one line: place, fact, advice; argparse would print its usage."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn

from biaochi.problem import nearest

_SAID = {
    r"(?:argument (?P<what>.+?): )?invalid choice: '(?P<value>.*?)' \(choose from (?P<known>.*)\)": (
        "没有 `{value}` 这个选择。{near}可以写：{known}",
        "There is no choice `{value}`. {near}Choose from {known}",
    ),
    r"the following arguments are required: (?P<what>.+)": ("还缺 {what}", "{what} is missing"),
    r"one of the arguments (?P<what>.+) is required": ("{what} 要写一个", "One of {what} is needed"),
    r"unrecognized arguments: (?P<what>.+)": ("不认识 {what}", "{what} is not known here"),
    r"argument (?P<what>.+?): expected .*argument.*": ("{what} 后面要写一个值", "{what} needs a value"),
    r"argument (?P<what>.+?): invalid \w+ value: '(?P<value>.*)'": (
        "{what} 不能写 `{value}`",
        "{what} cannot be `{value}`",
    ),
    r"argument (?P<what>.+?): (?P<zh>.+?) / (?P<en>.+)": ("{what}：{zh}", "{what}: {en}"),
}


class Parser(argparse.ArgumentParser):
    """argparse with one-line errors in the language of the call; its subcommands are of the same kind."""

    def error(self, message: str) -> NoReturn:
        """The line, and exit code 2."""
        lang = "en" if re.search(r"--lang[ =]en\b", " ".join(sys.argv)) else "zh"
        advice = {"zh": f"。用法见 {self.prog} --help", "en": f". See {self.prog} --help"}[lang]
        colon = {"zh": "：", "en": ": "}[lang]
        self.exit(2, f"{self.prog}{colon}{told(message, lang)}{advice}\n")


def told(message: str, lang: str) -> str:
    """What argparse says, as a fact in this language; what it says in no known form stays as it is."""
    for pattern, texts in _SAID.items():
        found = re.fullmatch(pattern, message)
        if found:
            parts = {key: value or "" for key, value in found.groupdict().items()}
            known = re.findall(r"'?([^',\s]+)'?", parts.get("known", ""))
            if parts.get("what", "").startswith("{"):
                choices = parts["what"].strip("{}").replace(",", " ")
                parts["what"] = f"一个选择：{choices}" if lang == "zh" else f"a choice ({choices})"
            near = nearest(parts.get("value", ""), known) if known else None
            parts["known"] = ("、" if lang == "zh" else ", ").join(known)
            parts["near"] = "" if not near else f"是不是想写 `{near}`？" if lang == "zh" else f"Did you mean `{near}`? "
            return texts[lang == "en"].format_map(parts)
    return message
