#!/bin/sh
# browser.sh: a Chromium and a Chinese font for the browser tests. Where one is missing and we may, Debian's packages are
# installed; otherwise one line says what to install and the run fails: browser tests are never skipped.
set -u

has_chromium() {
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && return 0
  done
  return 1
}
has_font() { command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh-cn 2>/dev/null | head -n 1)" ]; }

missing=
has_chromium || missing="chromium"
has_font || missing="$missing fontconfig fonts-noto-cjk"
[ -z "$missing" ] && exit 0

become=
[ "$(id -u)" = 0 ] || become="sudo -n"
if command -v apt-get >/dev/null 2>&1 && $become true 2>/dev/null; then
  echo "浏览器测试需要$missing，正从 Debian 软件包安装…" >&2
  $become apt-get update -qq >&2
  # shellcheck disable=SC2086  # a list of names
  $become env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
if ! has_chromium || ! has_font; then
  echo "浏览器测试需要 Chromium 与中文字体，请先安装：sudo apt-get install chromium fontconfig fonts-noto-cjk" >&2
  exit 1
fi
