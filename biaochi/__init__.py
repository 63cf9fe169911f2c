"""Biaochi 标尺: a yardstick for district plans, every number with its source."""

__version__ = "0.1.0"
