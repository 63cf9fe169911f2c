#!/bin/sh
# servers.sh: the programs that `make test-all` starts or calls, from Debian's packages where we may install them;
# otherwise one line says what to install and the run fails: no test is skipped.
set -u

# command it brings : Debian packages
wanted="
soffice:libreoffice-calc libreoffice-impress libreoffice-writer
pdftotext:poppler-utils
pg_ctlcluster:postgresql
java:default-jre-headless
/usr/sbin/nginx:nginx-light
faketime:faketime
"
missing=
old=$IFS; IFS='
'
for line in $wanted; do
  command -v "${line%%:*}" >/dev/null 2>&1 || missing="$missing ${line#*:}"
done
IFS=$old
[ -z "$missing" ] && exit 0

become=
[ "$(id -u)" = 0 ] || become="sudo -n"
if command -v apt-get >/dev/null 2>&1 && $become true 2>/dev/null; then
  echo "完整测试需要$missing，正从 Debian 软件包安装…" >&2
  $become apt-get update -qq >&2
  # shellcheck disable=SC2086  # a list of names
  $become env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null && exit 0
fi
echo "完整测试需要$missing，请先安装：sudo apt-get install$missing" >&2
exit 1
