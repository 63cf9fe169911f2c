"""指标: one indicator of one area, from its baseline to its target, with every figure's quote."""

import streamlit as st

from biaochi import ui, views

page = ui.begin("indicator")
page.pick("area", "indicator", "as_of")
page.show(views.indicator_title(page.store, page.selection, page.words))
page.show(views.held(page.store, page.selection, page.words, "indicator", page.may("edit")))
left, right = st.columns([1.55, 1], gap="medium")
with left:
    page.trajectory(views.answer(page.store, page.selection, page.words))
    page.show(views.evidence(page.store, page.selection, page.words))
with right:
    page.show(views.sum_card(page.store, page.selection, page.words))
    page.show(views.definition(page.store, page.selection, page.words))
    page.show(views.others(page.store, page.selection, page.words))
page.end()
