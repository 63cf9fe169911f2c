"""A whole sign-in in Chromium against a provider on loopback: in, back to the page, what one may, out again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.helper import console_errors, free_port, running, settled, sound, visit
from tests.conftest import copy_house
from tests.oidc import CLIENT, SECRET, provider, secrets_toml
from tests.test_access_docs import EXAMPLES

RULES = EXAMPLES["oidc"]
PEOPLE = {
    "li": {"email": "li@jia.example", "email_verified": True, "name": "李甲"},
    "wu": {"email": "wu@jia.example", "email_verified": True, "name": "吴丁"},
    "zhao": {"email": "li@jia.example", "email_verified": False, "name": "赵戊"},
}


def signed_in(page: Page, who: str) -> None:
    """From a page that asks for it through the provider and back."""
    page.get_by_role("link", name="登录").first.click()
    page.get_by_role("link", name=who, exact=True).click()
    page.wait_for_url("**/history*")
    settled(page)


def test_sign_in_and_out(tmp_path: Path, open_page: Callable[..., Page]) -> None:
    house = copy_house(tmp_path)
    with (house / "config.yaml").open("a", encoding="utf-8") as file:
        file.write(RULES)
    port = free_port()
    with provider(PEOPLE) as one:
        (house / ".streamlit" / "secrets.toml").write_text(secrets_toml(one, f"http://127.0.0.1:{port}"))
        with running(house, port=port) as url:
            page = open_page()
            visit(page, f"{url}/history?lang=zh")
            expect(page.get_by_text("请登录后再来")).to_be_visible()
            assert page.locator(".bc-table").count() == 0
            assert page.request.get(f"{url}/media/0000.csv").status == 403
            signed_in(page, "li")
            sound(page)
            assert page.url.endswith("/history?lang=zh")  # back where the sign-in was asked for
            expect(page.get_by_role("heading", name="修改记录")).to_be_visible()
            assert page.request.get(f"{url}/media/0000.csv").status == 404  # may look; there is no such file
            page.get_by_role("button", name="我的帐户").click()
            expect(page.get_by_text("规划人员：可以修改")).to_be_visible()
            page.get_by_role("link", name="退出登录").click()
            page.wait_for_url(f"{url}/**")
            settled(page)
            expect(page.get_by_text("请登录后再来")).to_be_visible()
            visit(page, f"{url}/history")
            signed_in(page, "wu")
            expect(page.locator(".bc-refusal")).to_contain_text("您的帐户可以看，不能修改")
            assert {"/authorize", "/token", "/jwks", "/end"} <= set(one.kept)
            assert not [said for said in console_errors(page) if "Content Security" in said]
            other = open_page()
            visit(other, f"{url}/history")
            signed_in(other, "zhao")  # an address that its owner never confirmed is nobody's
            expect(other.locator(".bc-refusal")).to_contain_text("邮箱还没有验证")


def test_the_sign_in_service_may_stand_in_the_environment(tmp_path: Path, open_page: Callable[..., Page]) -> None:
    house = copy_house(tmp_path)
    with (house / "config.yaml").open("a", encoding="utf-8") as file:
        file.write(RULES)
    port = free_port()
    with provider(PEOPLE) as one:
        told = {
            "client_id": CLIENT, "client_secret": SECRET, "cookie_secret": "made-up-cookie-secret-of-the-tests",
            "redirect_uri": f"http://127.0.0.1:{port}/oauth2callback",
            "server_metadata_url": f"{one.url}/.well-known/openid-configuration",
        }  # fmt: skip
        with running(house, port=port, **{f"BIAOCHI_AUTH_{name.upper()}": text for name, text in told.items()}) as url:
            page = visit(open_page(), f"{url}/history")
            signed_in(page, "li")
            expect(page.get_by_role("heading", name="修改记录")).to_be_visible()
