"""Plain Streamlit pages to measure beside: hello, a list of areas, and what our overview shows, as such pages are made.

The list with the chosen name below it is what no page of Streamlit's can be quicker than. The last one reads the same
project: plans (YAML) and observations (CSV), kept by st.cache_data. It has a select box for the area, its name, five
counts, up to six gauges, one bar chart of all targets with their time tick, the table of targets and the table of
figures with their quotes (our pop-ups). It judges by one division and does not look at comparability, embargoes or
verified quotes: it does less than ours.
"""

HELLO = """
import streamlit as st
st.markdown("<h1>hello</h1>", unsafe_allow_html=True)
"""
LIST = """
from pathlib import Path
import csv
import streamlit as st
st.set_page_config(layout="wide")


@st.cache_data
def areas():
    rows = csv.DictReader(Path("%HOUSE%/data/areas.csv").read_text("utf-8").splitlines())
    return [row["name"] for row in rows if row["level"] == "district"]


st.markdown(f"<h1>{st.selectbox('地区', areas())}</h1>", unsafe_allow_html=True)
"""
PLOTLY = '''
from pathlib import Path
import pandas as pd
import plotly.graph_objects as go
import streamlit as st
import yaml

HOUSE = Path("%HOUSE%")
st.set_page_config(layout="wide")


@st.cache_data
def observations():
    files = sorted(HOUSE.glob("data/observations/*.csv"))
    every = pd.concat([pd.read_csv(file, dtype=str) for file in files])
    every["number"] = pd.to_numeric(every["value"], errors="coerce")
    return every


@st.cache_data
def areas():
    found = pd.read_csv(HOUSE / "data/areas.csv", dtype=str)
    return found[found["level"] == "district"].set_index("name")["ref_area"].to_dict()


@st.cache_data
def targets():
    rows = []
    for file in sorted(HOUSE.glob("indicators/plans/*.yaml")):
        plan = yaml.safe_load(file.read_text("utf-8"))
        for one in plan["targets"]:
            base = one.get("baseline") or {}
            rows.append({"plan": plan["name"], "ref_area": plan["ref_area"], "period": plan["period"], **one,
                         "target": float(one["value"]), "base": float(base.get("value") or "nan"),
                         "base_quote": base.get("quote")})
    return pd.DataFrame(rows)


@st.cache_data
def names():
    found = {}
    for file in HOUSE.glob("indicators/definitions/*.yaml"):
        found |= {key: one["name"] for key, one in yaml.safe_load(file.read_text("utf-8"))["indicators"].items()}
    return found


area = st.selectbox("地区", list(areas()))
own = targets()[targets()["ref_area"] == areas()[area]]
seen = observations()[observations()["ref_area"] == areas()[area]]
last = seen.sort_values("time_period").groupby("indicator").last()
table = own.join(last[["number", "time_period", "quote"]], on="indicator", rsuffix="_seen")
table["name"] = table["indicator"].map(names())
table["done"] = (table["number"] - table["base"]) / (table["target"] - table["base"]) * 100
start, end = (int(year) for year in (own["period"].iloc[0] if len(own) else "2021/2025").split("/"))
passed = min(100, (2026 - start) / (end - start + 1) * 100)

st.title(area)
for column, (word, n) in zip(st.columns(5), {
    "目标": len(table), "已达到": (table["done"] >= 100).sum(), "按进度": table["done"].between(passed, 100).sum(),
    "落后": (table["done"] < passed).sum(), "待报数": table["number"].isna().sum(),
}.items()):
    column.metric(word, int(n))
for column, (_, row) in zip(st.columns(6), table[table["headline"]].head(6).iterrows()):
    gauge = go.Indicator(mode="gauge+number", value=row["done"], title={"text": row["name"]},
                         gauge={"axis": {"range": [0, 120]}, "threshold": {"value": passed}})
    column.plotly_chart(go.Figure(gauge).update_layout(height=200), key=f"gauge{row['indicator']}")
bars = go.Figure(go.Bar(x=table["done"], y=table["name"], orientation="h", name="完成率"))
bars.add_vline(x=100).add_vline(x=passed, line_dash="dot")
st.plotly_chart(bars.update_layout(title=f"{area}的目标", height=120 + 26 * len(table)), key="bars")
st.dataframe(table[["name", "base", "target", "due", "number", "time_period", "done", "nature", "lead_org"]])
st.dataframe(table[["name", "quote", "base_quote", "quote_seen"]])
'''
