"""One builder and two replicas behind a real nginx, as deploy/ has them: loaded, killed, upgraded, lied to."""

from __future__ import annotations

import base64
import gzip
import re
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page, expect
from websockets.exceptions import InvalidStatus

from tests.all.city import City
from tests.all.reader import TOKEN, Reader, fetch, figure, page_text, reading, until
from tests.browser.helper import console_errors, settled, visit

DEEP = "indicator?area=120112&indicator=hi-tech-enterprises"
NAME = "国家高新技术企业"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    made = City(tmp_path_factory.mktemp("city"))
    try:
        made.start()
        yield made
    finally:
        made.stop()


def cookie_of(city: City) -> str:
    return fetch(city.url)[1]["set-cookie"].split(";")[0]


def test_nginx_takes_the_shipped_configuration(city: City) -> None:
    done = subprocess.run(["/usr/sbin/nginx", "-t", "-c", str(city.at / "nginx.conf")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


def test_a_cold_deep_link_below_the_path_is_the_whole_page(city: City, page: Page) -> None:
    visit(page, city.url + DEEP)
    expect(page.get_by_text(NAME).first).to_be_visible()
    assert page.url == city.url + DEEP
    page.evaluate("window.sameDocument = true")
    page.locator('[data-testid="stMain"] a[target="_self"][href*="overview"]').first.click()
    page.wait_for_url("**/biaochi/overview?*")
    settled(page)
    assert page.evaluate("window.sameDocument === true")
    assert console_errors(page) == []
    assert "biaochi_node" not in page.evaluate("document.cookie")  # no script needs it


def test_the_front_door_leads_to_the_path(city: City) -> None:
    origin = f"http://127.0.0.1:{city.port}"
    for path, to in (("/", "/biaochi/"), ("/biaochi?area=120112", "/biaochi/?area=120112")):
        status, headers, _ = fetch(origin + path)
        assert (status, headers["location"].removeprefix(origin)) in {(302, to), (308, to)}


def test_text_is_compressed_and_files_are_kept(city: City) -> None:
    status, headers, body = fetch(city.url + "plan", Accept_Encoding="gzip")
    assert (status, headers["content-encoding"], headers["cache-control"]) == (200, "gzip", "no-cache")
    html = gzip.decompress(body).decode()
    assert '<html lang="zh-CN">' in html
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    found = re.search(r"static/js/index\.[^\"]+\.js", html)
    assert found
    for expected in ("MISS", "HIT"):
        status, headers, body = fetch(city.url + found[0], Accept_Encoding="gzip")
        assert (headers["content-encoding"], headers["x-cache"]) == ("gzip", expected)
        assert "immutable" in headers["cache-control"]
        assert "set-cookie" not in headers
    plain = fetch(city.url + found[0])[2]
    assert gzip.decompress(body) == plain


def test_the_same_reader_comes_to_the_same_replica(city: City) -> None:
    used: dict[str, set[int]] = {}
    for _ in range(12):
        cookie = cookie_of(city)
        for _ in range(3):
            before = [figure(port, "biaochi_run_seconds_count") for port in city.ports]
            with reading(city.url, cookie) as one:
                one.look("plan")
            after = [figure(port, "biaochi_run_seconds_count") for port in city.ports]
            used.setdefault(cookie, set()).add(next(i for i in (0, 1) if after[i] > before[i]))
    assert all(len(nodes) == 1 for nodes in used.values()), used
    assert {next(iter(nodes)) for nodes in used.values()} == {0, 1}, "both replicas have readers"
    assert "set-cookie" not in fetch(city.url, Cookie=next(iter(used)))[1]
    assert "set-cookie" in fetch(city.url, Cookie="biaochi_node=mine")[1]


def test_forty_readers_at_once(city: City) -> None:
    def read(_: int) -> list[str]:
        with reading(city.url, cookie_of(city)) as one:
            return [one.look(name, "area=120112") for name in ("overview", "plan", "indicator", "area")]

    with ThreadPoolExecutor(40) as pool:
        seen = list(pool.map(read, range(40)))
    assert all("津南区" in text for texts in seen for text in texts)
    assert len({texts[1] for texts in seen}) == 1, "both replicas say the same"


def test_one_replica_is_killed_and_comes_back(city: City) -> None:
    readers = [(cookie, Reader(city.url, cookie)) for cookie in [cookie_of(city) for _ in range(8)]]
    before = {cookie: one.look("plan", "area=120112") for cookie, one in readers}
    city.replicas[0].stop(signal.SIGKILL)
    for cookie, one in readers:
        one.close()
        assert fetch(city.url, Cookie=cookie)[0] == 200
        with reading(city.url, cookie) as again:
            assert again.look("plan", "area=120112") == before[cookie]
    city.replicas[0].start()
    city.ready(city.ports[0])
    until(lambda: _somebody_reads_at(city, city.ports[0]))


def _somebody_reads_at(city: City, port: int) -> bool:
    before = figure(port, "biaochi_run_seconds_count")
    page_text(city.url, "plan")
    return figure(port, "biaochi_run_seconds_count") > before


def test_one_after_the_other_is_restarted_while_people_read(city: City) -> None:
    for replica, port in zip(city.replicas, city.ports, strict=True):
        assert replica.stop() == 0
        for _ in range(10):
            assert fetch(city.url, Cookie=cookie_of(city))[0] == 200
            assert "津南区" in page_text(city.url, "plan", "area=120112")
        replica.start()
        city.ready(port)


def test_an_edit_reaches_every_replica_and_every_open_page(city: City) -> None:
    plan = city.root / "indicators" / "plans" / "jinnan-145-sti.yaml"
    good = plan.read_text(encoding="utf-8")
    readers = [Reader(f"http://127.0.0.1:{port}/biaochi/") for port in city.ports]
    for one in readers:
        assert "甲方改过的" not in one.look("plan", "plan=jinnan-145-sti")
    plan.write_text(good.replace("name: 津南区科技创新", "name: 甲方改过的科技创新", 1), encoding="utf-8")
    for one in readers:
        assert "甲方改过的" in one.listen().said  # it comes by itself
        one.close()
    plan.write_text(good, encoding="utf-8")
    until(lambda: "甲方改过的" not in page_text(city.url, "plan", "plan=jinnan-145-sti"))
    for log in (city.builder, *city.replicas):
        assert '"event": "snapshot shown"' in log.text()


def test_doors_for_machines_are_closed_to_readers(city: City) -> None:
    for path in ("healthz", "readyz", "metrics", "_stcore/metrics", "_stcore/agent/openapi.json"):
        assert fetch(city.url + path, Authorization=f"Bearer {TOKEN}")[0] == 404, path
    assert fetch(f"http://127.0.0.1:{city.ports[0]}/biaochi/metrics")[0] == 404  # without the token
    assert figure(city.ports[0], "biaochi_snapshot_open") == 1


def test_a_foreign_page_gets_no_connection(city: City) -> None:
    for url in (city.url, f"http://127.0.0.1:{city.ports[0]}/biaochi/"):
        with pytest.raises(InvalidStatus) as refused:
            Reader(url, origin="https://elsewhere.example")
        assert refused.value.response.status_code == 403


LIES = [
    {"X-Remote-User": "wang"},
    {"x-remote-user": "wang"},
    {"X_Remote_User": "wang"},
    {"Authorization": "Basic " + base64.b64encode(b"wang:guess").decode()},
    {"X-Remote-Groups": "group:biaochi-admin", "X-Remote-Name": "wang"},
]


@pytest.fixture
def closed(city: City) -> Iterator[City]:
    """Only wang may look, and the proxy says who is there."""
    config = city.root / "config.yaml"
    before = config.read_text(encoding="utf-8")
    config.write_text(before + "access:\n  identity: header\n  viewers: [wang, zhang]\n", encoding="utf-8")
    yield city
    config.write_text(before, encoding="utf-8")
    city.configure()
    city.reload()
    until(lambda: fetch(city.url)[0] == 200)


@pytest.mark.parametrize("page_", ["", "plan", "indicator", "sources"])
@pytest.mark.parametrize("lie", [{}, *LIES], ids=str)
def test_who_only_claims_to_be_somebody_sees_nothing(closed: City, lie: dict[str, str], page_: str) -> None:
    said = page_text(closed.url, page_, "area=120112", **lie)
    assert NAME not in said
    assert "国家高新" not in said


def test_who_signs_in_at_the_proxy_is_who_the_proxy_says(closed: City) -> None:
    closed.configure(sign_in=True)
    closed.reload()
    until(lambda: fetch(closed.url)[0] == 401)
    key = {"Authorization": "Basic " + base64.b64encode(b"wang:mill").decode()}
    assert fetch(closed.url, **key)[0] == 200
    with pytest.raises(InvalidStatus):
        Reader(closed.url)
    assert NAME in page_text(closed.url, "plan", "area=120112", **key)
    nobody = page_text(f"http://127.0.0.1:{closed.ports[0]}/biaochi/", "plan", "area=120112")
    assert NAME not in nobody, "past the proxy nobody has a name"


def test_the_logs_say_what_happened_and_nothing_about_people(city: City) -> None:
    page_text(city.url, "search", "q=geheim-zhang-1234", Cookie=f"biaochi_node={'ab' * 16}; note=geheim-cookie")
    texts = [one.text() for one in (city.builder, *city.replicas)]
    texts += [(city.at / name).read_text() for name in ("biaochi.log", "biaochi-error.log", "nginx.log")]
    for text in texts:
        for private in ("geheim", TOKEN, "ab" * 16, "mill", "Mozilla"):
            assert private not in text
    assert " GET 200 " in texts[3]
