"""Forms made from the model: which fields an entry has, what may stand in them, and what becomes of a typed value."""

from biaochi.forms.fields import Field, fields, told
from biaochi.forms.mentions import mentioned
from biaochi.forms.parts import Part, parts
from biaochi.forms.values import Value, at, edits, values

__all__ = ["Field", "Part", "Value", "at", "edits", "fields", "mentioned", "parts", "told", "values"]
