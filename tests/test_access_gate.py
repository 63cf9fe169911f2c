"""The gate of a running server: cold deep links, forged values and headers, downloads; both ways of starting it."""

from __future__ import annotations

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.browser.helper import WAYS, running
from tests.conftest import copy_house
from tests.test_access_docs import EXAMPLES
from tests.wire import Client, plain

HEADER = EXAMPLES["header"]
LI, WU = {"X-Remote-User": "li@jia.example"}, {"X-Remote-User": "wu@jia.example"}
FIGURE = "高新技术企业"
OPEN = "没有设置登录"


def rules(house: Path, text: str) -> None:
    path = house / "config.yaml"
    path.write_text(path.read_text("utf-8").split("access:")[0] + text, encoding="utf-8")


def opened(url: str, page: str, **more: object) -> Client:
    """A page in a session of its own, run once."""
    with Client(url, page, **more) as client:  # type: ignore[arg-type]
        return client.run()


def status(url: str, headers: dict[str, str] | None = None) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers or {})) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.parametrize("way", WAYS)
def test_the_gate_of_a_server_on_loopback(tmp_path: Path, way: str) -> None:
    house = copy_house(tmp_path)
    rules(house, HEADER)
    with running(house, way) as url:
        # the very first request of the process is a deep link without identity, then one with too little
        cold = opened(url, "history")
        assert "反向代理没有告诉我们您是谁" in plain(cold.said) and FIGURE not in cold.said
        assert set(cold.widgets) <= {"plain"}  # the script that speaks for links under `streamlit run`
        assert "您的帐户可以看，不能修改" in plain(opened(url, "history", headers=WU).said)
        assert FIGURE not in opened(url, "present").said
        assert FIGURE in opened(url, "overview", headers=WU).said
        planner = opened(url, "history", headers=LI)
        assert "pick_who" in planner.widgets
        _forged_values(url, planner)
        twice = Client(url, "overview", headers=LI)
        twice.extra = [("X-Remote-User", "wu@jia.example")]
        with twice:
            assert FIGURE not in twice.run().said
        # the rules hold at once, for sessions that are open, too
        with Client(url, "history", headers=LI) as client:
            assert "pick_who" in client.run().widgets
            rules(house, HEADER.replace("li@", "zhao@"))
            assert "您的帐户可以看，不能修改" in plain(client.run().said)
        if way == "serve":
            assert status(f"{url}/media/0000.csv") == 403
            assert status(f"{url}/media/0000.csv", WU) == 404
        # without sign-in the person at this machine is admin, whoever comes through a proxy is not
        rules(house, "")
        assert "pick_who" in opened(url, "history").widgets
        for headers in ({"X-Forwarded-For": "10.0.0.9"}, {"X-Forwarded-Proto": "https"}, {"Via": "1.1 proxy"}):
            assert OPEN in opened(url, "history", headers=headers).said
        rules(house, "access: [\n")
        assert "权限读不出来" not in opened(url, "overview").said  # the rules that held go on


def _forged_values(url: str, planner: Client) -> None:
    """A viewer sends what a planner's page would: values of widgets and presses of buttons that it never showed."""
    forged = {planner.widgets["pick_who"]: "li@jia.example", "$$ID-0-undo_yes": True, "$$ID-0-release_yes": True}
    with Client(url, "history", headers=WU) as client:
        client.run()
        assert "您的帐户可以看，不能修改" in plain(client.run(**forged).said)
    with Client(url, "overview", headers=WU) as client:
        area = client.run().widgets["pick_area"]
        said = client.run(**{area: "990101"}).said  # an option that was never offered
        assert "没有编号为 990101 的区域" in said


@pytest.mark.parametrize("way", WAYS)
def test_the_gate_of_a_server_on_every_interface(tmp_path: Path, way: str) -> None:
    house = copy_house(tmp_path)
    with running(house, way, "0.0.0.0") as url:
        refused = opened(url, "edit")
        assert OPEN in plain(refused.said) and set(refused.widgets) <= {"plain"}
        assert OPEN in plain(opened(url, "history").said)
        assert FIGURE in opened(url, "overview").said
        # a header of somebody who is no configured proxy is a forgery
        rules(house, HEADER + "  proxies: [10.99.0.1]\n")
        for headers in (LI, LI | {"X-Forwarded-For": "10.99.0.1"}):
            forged = opened(url, "overview", headers=headers)
            assert "它说的身份不算数" in plain(forged.said) and FIGURE not in forged.said
        rules(house, HEADER + "  proxies: [127.0.0.0/8]\n")
        assert "pick_who" in opened(url, "history", headers=LI).widgets
    if way == "serve":
        assert OPEN in next(house.glob("serve-*.log")).read_text("utf-8")
