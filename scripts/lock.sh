#!/bin/sh
# Resolve requirements/*.txt for every platform, with hashes and without a download address in them.
set -eu
cd "$(dirname "$0")/.."
[ -x .venv/bin/uv ] || .venv/bin/python -m pip install --quiet uv
compile() {
  out=$1
  shift
  .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
    --no-emit-index-url --no-emit-find-links "$@" -o "$out"
}
compile requirements/core.txt pyproject.toml requirements/build.in
compile requirements/bench.txt pyproject.toml requirements/build.in requirements/bench.in
compile requirements/dev.txt pyproject.toml requirements/build.in requirements/dev.in --extra notebook --extra large --extra llm --extra mcp
if grep -nE 'https?://|file://' requirements/*.txt; then
  echo "lock: an address slipped into a lock file (above)" >&2
  exit 1
fi
