#!/bin/sh
# setup.sh run|dev: the virtual environment .venv with the packages of requirements.txt (run) or requirements-dev.txt (dev).
# A stamp named by the hash of both files makes the next call instant.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-run}
case $kind in run) wanted=requirements.txt ;; dev) wanted=requirements-dev.txt ;; *) echo "setup.sh run|dev" >&2; exit 2 ;; esac

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

hash=$(cat requirements.txt requirements-dev.txt | sha256sum | cut -c1-16)
stamp=.venv/.$kind-$hash
if [ ! -e "$stamp" ] && ! { [ "$kind" = run ] && [ -e ".venv/.dev-$hash" ]; }; then
  echo "安装 $wanted 里的依赖（第一次约一分钟）…" >&2
  .venv/bin/python -m pip install -qq --disable-pip-version-check -r "$wanted"
  rm -f .venv/."$kind"-*
  touch "$stamp"
fi
