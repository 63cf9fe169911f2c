"""The only place that says which fields exist: definitions, plans, areas, sources, observations, decks, configuration.

Everything else about fields is generated from here: the checks, the JSON Schemas for editors, the field
reference, the forms of the edit page. `title` is the Chinese label, `description` the Chinese help;
`json_schema_extra` carries the English label (`en`) and help (`en_help`), a good and a bad example.
"""

from biaochi.model.base import (
    AreaCode,
    Basis,
    ConfStatus,
    Direction,
    DocType,
    Entry,
    Evidence,
    Flag,
    Freq,
    Id,
    Level,
    Lines,
    Name,
    Nature,
    ObsStatus,
    Prose,
    Reliability,
    TargetType,
    Text,
    about,
    flag,
    labels,
)
from biaochi.model.config import Access, Config, Thresholds
from biaochi.model.decks import Deck, DeckTheme, Slide, SlideKind
from biaochi.model.definitions import Concept, Indicator, Theme
from biaochi.model.intake import Intake
from biaochi.model.observed import Area, Observation, Source
from biaochi.model.plans import Baseline, Milestone, Plan, Target
from biaochi.model.spark import Spark

__all__ = [
    "Access",
    "Area",
    "AreaCode",
    "Baseline",
    "Basis",
    "Concept",
    "ConfStatus",
    "Config",
    "Deck",
    "DeckTheme",
    "Direction",
    "DocType",
    "Entry",
    "Evidence",
    "Flag",
    "Freq",
    "Id",
    "Indicator",
    "Intake",
    "Level",
    "Lines",
    "Milestone",
    "Name",
    "Nature",
    "ObsStatus",
    "Observation",
    "Plan",
    "Prose",
    "Reliability",
    "Slide",
    "SlideKind",
    "Source",
    "Spark",
    "Target",
    "TargetType",
    "Text",
    "Theme",
    "Thresholds",
    "about",
    "flag",
    "labels",
]
