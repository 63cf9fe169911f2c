"""Questions about saved decks."""

from __future__ import annotations

import json

from biaochi.store.asking import Asking, Row, remembered


class Decks(Asking):
    """What a present page asks for: the decks of indicators/decks."""

    @remembered
    def decks(self) -> list[Row]:
        """The saved decks, with their slides and Problems as plain data; none in a snapshot of an older program."""
        if not self.rows("select 1 from information_schema.tables where table_name = 'deck'"):
            return []
        return [
            {**row, "slides": json.loads(row["slides"]), "problems": json.loads(row["problems"])}
            for row in self.rows("select * from deck order by ord")
        ]
