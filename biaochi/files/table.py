"""CSV files: dialect, header, and which lines make one row; the rows are read set-wise (catalogue.tables)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from biaochi.files.plain import ENCODING, Plain, look
from biaochi.files.text import BAD, MAX_CSV_BYTES, blocks, encoding_of_file, name_of, usable
from biaochi.problem import Fault, Problem

DELIMITERS = ",;\t"
MOST_LINES = 100
"""Lines that one row may fill, where a cell holds line ends."""
_SHORT = 10

MOST_AT_ONCE = 384 << 20
"""Bytes of a file that is read whole."""
_START, _BLOCK = 1 << 16, 4 << 20
"""Characters in which a header is looked for: of a plain file few are enough."""

BLANK = " \t\u00a0\u3000\u200b\ufeff"
WIDE = "".join(map(chr, range(0xFF01, 0xFF5F))) + "\u3000"
NARROW = "".join(map(chr, range(0x21, 0x7F))) + " "
"""Full-width signs and their plain form, for everything that is a code and not prose."""

_SEP = re.compile(r"sep=(.)", re.IGNORECASE)


@dataclass
class Csv:
    """A CSV file's dialect and header; `header` is the number of the last line before the rows.

    plain: what it was like as a whole when it was opened, None where it has to be read with more care.
    """

    file: str
    path: Path
    encoding: tuple[str, str]
    delimiter: str
    columns: list[str]
    header: int
    plain: Plain | None = None

    @property
    def width(self) -> int:
        """The number of columns, without empty ones at the end that spreadsheets leave behind."""
        named = [i for i, name in enumerate(self.columns, 1) if name]
        return max(named, default=1)

    @property
    def recoded(self) -> str:
        """The whole text of a small file; raises Fault, OSError."""
        return "".join(self.blocks())

    def blocks(self) -> Iterator[str]:
        """All text of the file in blocks of whole lines; raises Fault, OSError."""
        return blocks(self.path, self.encoding)


def patterns(delimiter: str, atomic: str = "") -> tuple[str, str]:
    """Regular expressions for a whole row and for one cell after its delimiter, the same for DuckDB and for Python.

    A quotation mark counts only where it begins a cell; `atomic` is what keeps Python from trying in vain.
    """
    d = re.escape(delimiter)
    cell = rf' *(?:"(?:[^"]|""){"*" + atomic}" *|(?:[^{d}"\n ][^{d}\n]*)?)'
    return f"{cell}(?:{d}{cell})*", f"{d}({cell})"


@cache
def _compiled(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    row, cell = patterns(delimiter, "+")
    return re.compile(row), re.compile(cell)


def cells(text: str, delimiter: str) -> list[str] | None:
    """The cells of a row, None where its quotation marks do not match."""
    row, cell = _compiled(delimiter)
    if not row.fullmatch(text):
        return None
    return [_bare(one) for one in cell.findall(delimiter + text)]


def _bare(cell: str) -> str:
    text = cell.strip(" ")
    return text[1:-1].replace('""', '"') if text.startswith('"') else cell


def open_csv(path: Path, root: Path) -> tuple[Csv | None, list[Problem]]:
    """Encoding, delimiter (comma, semicolon or tab) and header of a CSV file; None and the reason where it has none."""
    file = name_of(path, root)
    problem = usable(path, root, MAX_CSV_BYTES)
    if problem:
        return None, [problem]
    try:
        plain = look(path, MOST_AT_ONCE)
        encoding = ENCODING if plain else encoding_of_file(path)
        lines = next(blocks(path, encoding, _START if plain else _BLOCK), "").split("\n")
    except OSError:
        return None, [Problem("file_unreadable", {}, file)]
    except Fault as fault:
        return None, [Problem(fault.code, fault.params, file)]
    table, problems = _header(file, path, encoding, lines)
    return (replace(table, plain=plain) if table else None), problems


def _header(file: str, path: Path, encoding: tuple[str, str], lines: list[str]) -> tuple[Csv | None, list[Problem]]:
    at = _first(lines, 0)
    sep = _SEP.fullmatch(lines[at].strip(' "\ufeff')) if at is not None else None
    if at is not None and sep:
        at = _first(lines, at + 1)
    if at is None:
        return None, [Problem("file_empty", {}, file, 1, 1)]
    first = lines[at]
    delimiter = sep.group(1) if sep and sep.group(1) in DELIMITERS else max(DELIMITERS, key=first.count)
    if "，" in first and delimiter not in first:
        return None, [Problem("csv_fullwidth_comma", {"text": first}, file, at + 1, 1)]
    for end in range(at + 1, min(at + MOST_LINES, len(lines)) + 1):
        names = cells("\n".join(lines[at:end]), delimiter)
        if names is not None:
            return Csv(file, path, encoding, delimiter, [_name(one) for one in names], end), []
    return None, [Problem("csv_quote", {"text": first}, file, at + 1, 1)]


def _first(lines: Sequence[str], start: int) -> int | None:
    """The first line from there on that is not blank."""
    return next((i for i in range(start, len(lines)) if lines[i].strip(BLANK + DELIMITERS)), None)


def _name(cell: str) -> str:
    """A column's name: capitals, full-width letters and blanks around it cannot mislead."""
    return " ".join(cell.translate(str.maketrans(WIDE, NARROW)).split()).strip(BLANK).lower()


def small_rows(table: Csv) -> tuple[list[tuple[int, list[str]]], list[Problem]]:
    """The rows of a small file, each with the number of its line, and what is wrong with the others.

    The same rules as catalogue.tables follows for files of any size.
    """
    try:
        text = table.recoded
    except (OSError, Fault):
        return [], [Problem("file_unreadable", {}, table.file)]
    lines = {n: line for n, line in enumerate(text.split("\n"), 1) if n > table.header}
    told = [unprintable(table, n, line) for n, line in lines.items() if BAD.search(line)]
    lines = {n: BAD.sub("\ufffd", line) for n, line in lines.items()}
    odd = [n for n, line in lines.items() if '"' in line and cells(line, table.delimiter) is None]
    joined, wrong = rows_over_lines(odd, lines, table.delimiter, table.width)
    told += [Problem("csv_quote", {"text": lines.pop(n)}, table.file, n, 1) for n in wrong]
    for first, last, whole in joined:
        for n in range(first, last + 1):
            lines.pop(n)
        lines[first] = whole
    rows, empty = [], BLANK + DELIMITERS + '"'
    nameless = {i for i, name in enumerate(table.columns[: table.width], 1) if not name}
    for n, line in sorted(lines.items()):
        found = cells(line, table.delimiter) or []
        if not line.strip(empty) or "\ufffd" in line:
            continue
        for i in [i for i in nameless if found[i - 1 : i] and found[i - 1].strip(empty)]:
            nameless.remove(i)
            told.append(Problem("csv_column_nameless", {"number": i, "line": n}, table.file, table.header, i))
        told += (problem := ragged(table, n, line, len(found), any(one.strip(empty) for one in found[table.width :])))
        rows += [] if problem else [(n, found)]
    if not rows and not told:
        told.append(Problem("csv_header_only", {}, table.file, table.header))
    return rows, told


def unprintable(table: Csv, n: int, line: str) -> Problem:
    """The first character of a line that no text has; the column is the number of the field."""
    hit = BAD.search(line)
    before = line[: hit.start()] if hit else ""
    found = cells(before, table.delimiter) or cells(before + '"', table.delimiter)
    number = len(found) if found else before.count(table.delimiter) + 1
    return Problem("text_unprintable", {"char": f"U+{ord(hit.group()):04X}" if hit else ""}, table.file, n, number)


def ragged(table: Csv, n: int, line: str, found: int, more: bool) -> list[Problem]:
    """The Problem of a row with too few cells, or with `more` than there are columns; none for any other."""
    if found >= table.width and not more:
        return []
    commas = found < table.width <= found + line.count("，")
    params = {"text": line, "found": found, "expected": table.width}
    code = "csv_fullwidth_comma" if commas else "csv_ragged"
    return [Problem(code, params, table.file, n, min(found, table.width) + 1)]


def rows_over_lines(
    odd: Iterable[int], lines: Mapping[int, str], delimiter: str, width: int
) -> tuple[list[tuple[int, int, str]], list[int]]:
    """Which of the odd lines begin a row that fills several: (first, last, its text); and which are wrong alone.

    odd: numbers of lines that are no row by themselves, in order; lines: these and the MOST_LINES after each.
    """
    joined: list[tuple[int, int, str]] = []
    wrong: list[int] = []
    done = 0
    for first in odd:
        if first <= done:
            continue
        found = _joined(first, lines, delimiter, width)
        if found:
            joined.append((first, *found))
            done = found[0]
        else:
            wrong.append(first)
    return joined, wrong


def _joined(first: int, lines: Mapping[int, str], delimiter: str, width: int) -> tuple[int, str] | None:
    """The last line and the text of a row with all its cells; a row with too few only if it is short."""
    text, short = lines[first], None
    for last in range(first + 1, first + MOST_LINES + 1):
        if last not in lines:
            break
        text += "\n" + lines[last]
        found = cells(text, delimiter) if '"' in lines[last] else None
        if found is None:
            continue
        if len(found) >= width and not any(one.strip(BLANK) for one in found[width:]):
            return last, text
        if short is None and last - first < _SHORT:
            short = last, text
    return short
