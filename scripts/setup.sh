#!/bin/sh
# Make .venv at the root and install what is locked: `setup.sh core` for use, `setup.sh dev` for tests as well.
# Does nothing when the lock has not changed since the last time.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-core}

say() { printf '%s\n' "$*" >&2; }

find_python() {
  for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return 0
    fi
  done
  return 1
}

lock="requirements/$kind.txt"
[ -f "$lock" ] || { say "setup: no $lock (kinds: core, dev)"; exit 2; }
want=$(cat "$lock" pyproject.toml | cksum)
stamp=".venv/.installed-$kind"
if [ -x .venv/bin/kg ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ]; then
  exit 0
fi

python=$(find_python) || { say "setup: python 3.11 or newer is missing (set PYTHON to its path)"; exit 2; }
if [ ! -x .venv/bin/python ] || ! .venv/bin/python -c '' 2>/dev/null; then
  "$python" -c 'import venv, ensurepip' 2>/dev/null ||
    { say "setup: python's venv module is missing (Debian: apt-get install python3-venv)"; exit 2; }
  say "setup: making .venv with $("$python" --version)"
  rm -rf .venv
  "$python" -m venv .venv
fi
say "setup: installing $lock"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" 2>.venv/setup.log ||
  { cat .venv/setup.log >&2; say "setup: the packages of $lock could not be installed (network? see above)"; exit 2; }
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . 2>.venv/setup.log ||
  { cat .venv/setup.log >&2; say "setup: the package itself could not be installed (see above)"; exit 2; }
rm -f .venv/.installed-*
printf '%s\n' "$want" >"$stamp"
if [ "$kind" = dev ]; then
  # dev holds everything of core, at the same versions
  cat requirements/core.txt pyproject.toml | cksum >.venv/.installed-core
fi
