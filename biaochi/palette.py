"""Colours, shapes and the look of every verdict (methods.md section 7): one place for marks, charts and style sheets.

Text pairs (ink on ground) keep at least 7:1, fills at least 3:1 on paper and card, in every theme; the six fills stay
apart under the three colour deficiencies. tests/test_marks.py computes all of it.
"""

from __future__ import annotations

from dataclasses import dataclass

FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",sans-serif'

# The order is the order of a mid-term evaluation: what is reached first, what is missing last.
GROUPS = ("achieved", "on_track", "slow", "behind", "regressing", "undetermined", "awaiting")


@dataclass(frozen=True)
class Look:
    """How one verdict is drawn: its group of the counts, its colour name, its shape, and whether it is hollow."""

    group: str
    colour: str
    shape: str

    @property
    def hollow(self) -> bool:
        """Nothing was judged: drawn as an outline, never as a filled mark."""
        return self.colour == "unknown"


_ACHIEVED = Look("achieved", "achieved", "tick")
_BEHIND = Look("behind", "behind", "triangle")
_UNDETERMINED = Look("undetermined", "unknown", "ring")
_AWAITING = Look("awaiting", "unknown", "ring")

LOOKS: dict[str, Look] = {
    **dict.fromkeys(("achieved", "maintained", "met", "in_range", "done"), _ACHIEVED),
    "on_track": Look("on_track", "on_track", "disc"),
    "slow": Look("slow", "slow", "diamond"),
    **dict.fromkeys(("behind", "missed", "breached", "out_of_range", "not_done"), _BEHIND),
    "regressing": Look("regressing", "regressing", "barred"),
    **dict.fromkeys(
        ("undetermined", "not_comparable", "no_baseline", "qualitative", "not_available", "target_open"), _UNDETERMINED
    ),
    **dict.fromkeys(("no_data", "baseline_only", "final_value_missing"), _AWAITING),
}
VERDICTS = tuple(LOOKS)

# The words of the growth methods (section 2) borrow the look of the nearest pace verdict.
GROWTH_LOOKS: dict[str, Look] = {
    "target_achieved": LOOKS["achieved"],
    "substantial_progress": LOOKS["on_track"],
    "significant_progress": LOOKS["on_track"],
    "moderate_progress": LOOKS["slow"],
    "limited_progress": LOOKS["behind"],
    "insufficient_progress": LOOKS["behind"],
    "no_progress": LOOKS["behind"],
    "deterioration": LOOKS["regressing"],
    "movement_away": LOOKS["regressing"],
    "moderate_movement_away": LOOKS["regressing"],
    "significant_movement_away": LOOKS["regressing"],
}

GROUP_LOOKS: dict[str, Look] = {look.group: look for look in LOOKS.values()}

_LIGHT = {
    "paper": "#F5F7F9", "card": "#FFFFFF", "ink": "#12263A", "sub": "#526272", "line": "#DDE3E9",
    "hair": "#EDF1F4", "track": "#E6EBF0", "accent": "#1F5FA8", "accent-ground": "#F3F7FB", "quiet": "#7E90A3",
    "arrow": "#3A6EA5", "badge-edge": "transparent",
    "achieved": "#1F5FA8", "achieved-ink": "#0B3D6B", "achieved-ground": "#E3EEF9",
    "on_track": "#008A6B", "on_track-ink": "#005A45", "on_track-ground": "#E0F3ED",
    "slow": "#C97A00", "slow-ink": "#6B4200", "slow-ground": "#FFF1D6",
    "behind": "#9B0E14", "behind-ink": "#8A0C12", "behind-ground": "#FCE4E4",
    "regressing": "#2E0B3F", "regressing-ink": "#35063E", "regressing-ground": "#F1E6F4",
    "unknown": "#7A808A", "unknown-ink": "#454B55", "unknown-ground": "#EEF0F3",
    "seq-1": "#E8F0F8", "seq-2": "#C3DAF0", "seq-3": "#8DBAE2", "seq-4": "#2F74B8", "seq-5": "#0B4179",
    "seq-1-ink": "#12263A", "seq-2-ink": "#12263A", "seq-3-ink": "#12263A", "seq-4-ink": "#FFFFFF",
    "seq-5-ink": "#FFFFFF",
}
_DARK = {
    "paper": "#0E1B29", "card": "#16283A", "ink": "#F2F6FA", "sub": "#A9B8C6", "line": "#2C4258",
    "hair": "#213649", "track": "#263D54", "accent": "#6FA8DC", "accent-ground": "#1B3047", "quiet": "#708CA8",
    "arrow": "#8AB8E6", "badge-edge": "transparent",
    "achieved": "#4C94F0", "achieved-ink": "#C4DFFA", "achieved-ground": "#17385C",
    "on_track": "#52D3AC", "on_track-ink": "#B2EBDA", "on_track-ground": "#0C4033",
    "slow": "#F0A030", "slow-ink": "#FFE0A3", "slow-ground": "#4A3206",
    "behind": "#EA5055", "behind-ink": "#FFCFCB", "behind-ground": "#5A1519",
    "regressing": "#DFC2F8", "regressing-ink": "#E8D3FA", "regressing-ground": "#43245A",
    "unknown": "#8492A0", "unknown-ink": "#D5DCE4", "unknown-ground": "#2A3B4D",
    "seq-1": "#1D3650", "seq-2": "#28527D", "seq-3": "#3A72AB", "seq-4": "#79AEE0", "seq-5": "#C2DDF7",
    "seq-1-ink": "#F2F6FA", "seq-2-ink": "#F2F6FA", "seq-3-ink": "#FFFFFF", "seq-4-ink": "#0E1B29",
    "seq-5-ink": "#0E1B29",
}
_CONTRAST = {
    **_LIGHT,
    "paper": "#FFFFFF", "ink": "#000000", "sub": "#2B3640", "line": "#5B6B7B", "hair": "#8A96A3",
    "track": "#D5DCE3", "accent": "#0B4A94", "accent-ground": "#FFFFFF", "quiet": "#66788A", "arrow": "#0B4A94",
    "badge-edge": "currentColor",
    "achieved": "#0B4F9E", "achieved-ink": "#062B4F", "achieved-ground": "#FFFFFF",
    "on_track": "#00775C", "on_track-ink": "#00402F", "on_track-ground": "#FFFFFF",
    "slow": "#945500", "slow-ink": "#4D2F00", "slow-ground": "#FFFFFF",
    "behind": "#7E0006", "behind-ink": "#6B0409", "behind-ground": "#FFFFFF",
    "regressing": "#2A0433", "regressing-ink": "#2A0433", "regressing-ground": "#FFFFFF",
    "unknown": "#4A505A", "unknown-ink": "#2B3038", "unknown-ground": "#FFFFFF",
    "seq-1-ink": "#000000", "seq-2-ink": "#000000", "seq-3-ink": "#000000", "seq-4": "#1F65AA",
}

THEMES: dict[str, dict[str, str]] = {"light": _LIGHT, "dark": _DARK, "contrast": _CONTRAST}


def look(verdict: str) -> Look:
    """The look of a verdict, or of a count group's name; an unknown word looks like one that cannot be judged."""
    return LOOKS.get(verdict) or GROWTH_LOOKS.get(verdict) or GROUP_LOOKS.get(verdict) or _UNDETERMINED


def group_of(verdict: str) -> str:
    """The count group (GROUPS) of a verdict."""
    return look(verdict).group


def colour(name: str, theme: str = "light") -> str:
    """The concrete colour of a name, for what cannot read style sheets (Plotly, office files)."""
    return THEMES[theme][name]


def colours(theme: str) -> dict[str, str]:
    """The colours of a theme by name; of `var`, custom properties that follow the page around a drawing."""
    return {name: var(name) for name in _LIGHT} if theme == "var" else THEMES[theme]


def var(name: str) -> str:
    """The colour as a CSS custom property with the light theme's colour as fallback, for marks."""
    return f"var(--bc-{name},{_LIGHT[name]})"


def css(theme: str = "light", selector: str = ":root") -> str:
    """One theme as CSS custom properties under a selector."""
    return selector + "{" + "".join(f"--bc-{k}:{v};" for k, v in THEMES[theme].items()) + "}"


def css_auto(selector: str = ":root") -> str:
    """All themes at once: light or dark by the element's `color-scheme`, high contrast and paper by media query.

    `light-dark()` is resolved where a colour is used, so Streamlit's own switch (`color-scheme` on .stApp) is enough;
    a browser without it (before 2024) keeps the light theme.
    """
    both = "".join(
        f"--bc-{k}:{v};" if v == _DARK[k] else f"--bc-{k}:light-dark({v},{_DARK[k]});" for k, v in _LIGHT.items()
    )
    return (
        css("light", selector)
        + f"@supports (color:light-dark(#000,#fff)){{{selector}{{{both}}}}}"
        + f"@media (prefers-contrast:more) and (prefers-color-scheme:light){{{css('contrast', selector)}}}"
        + f"@media print{{{css('light', selector)}}}"
    )
