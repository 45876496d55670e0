#!/bin/sh
# Make .venv-bench with what extraction is compared with, and run the comparisons of extraction and of the network.
set -eu
cd "$(dirname "$0")/.."
want=$(cat requirements/bench.txt pyproject.toml | cksum)
stamp=.venv-bench/.installed
if [ ! -x .venv-bench/bin/python ] || [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$want" ]; then
  "${PYTHON:-python3}" -m venv .venv-bench
  .venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt 2>.venv-bench/setup.log ||
    { cat .venv-bench/setup.log >&2; exit 2; }
  .venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . 2>.venv-bench/setup.log ||
    { cat .venv-bench/setup.log >&2; exit 2; }
  printf '%s\n' "$want" >"$stamp"
fi
mkdir -p build
.venv-bench/bin/python benchmarks/extraction.py --output "${OUTPUT:-build/bench.json}"
.venv/bin/python benchmarks/network.py --output "${NETWORK_OUTPUT:-build/bench-network.json}"
