#!/bin/sh
# setup.sh run|dev|all: the virtual environment .venv with the packages of requirements.txt (run), requirements-dev.txt (dev)
# or requirements-all.txt (all: what `make test-all` needs on top).
# A stamp named by the hash of these files makes the next call instant.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-run}
case $kind in run) wanted=requirements.txt ;; dev) wanted=requirements-dev.txt ;;
  all) wanted=requirements-all.txt ;; *) echo "setup.sh run|dev|all" >&2; exit 2 ;; esac

python=${PYTHON:-}
if [ -z "$python" ]; then
  for name in python3 python3.11 python3.12 python3.13; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$name; break; fi
  done
fi
if [ -z "$python" ]; then
  echo "需要 Python 3.11 或更新的版本：请先安装（Debian 12：apt-get install python3 python3-venv）。" >&2; exit 1
fi

if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
  if ! "$python" -m venv --clear .venv >/dev/null 2>&1; then
    echo "建不了虚拟环境：请先安装 python3-venv（Debian：apt-get install python3-venv）。" >&2; exit 1
  fi
fi

hash=$(cat requirements*.txt | sha256sum | cut -c1-16)
stamp=.venv/.$kind-$hash
[ "$kind" = all ] || [ ! -e ".venv/.all-$hash" ] || exit 0
[ "$kind" = run ] && [ -e ".venv/.dev-$hash" ] && exit 0
if [ ! -e "$stamp" ]; then
  echo "安装 $wanted 里的依赖（第一次约一分钟）…" >&2
  .venv/bin/python -m pip install -qq --disable-pip-version-check -r "$wanted"
  rm -f .venv/."$kind"-*
  touch "$stamp"
fi
