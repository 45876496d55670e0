#!/bin/sh
# A Chromium for the browser tests: the system's; else Debian's by apt for root; else Playwright's own.
set -eu
cd "$(dirname "$0")/.."
for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null 2>&1 && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "browser: installing Debian's chromium" >&2
  export DEBIAN_FRONTEND=noninteractive
  if { apt-get install -y -q chromium fonts-dejavu-core || { apt-get update -q && apt-get install -y -q chromium fonts-dejavu-core; }; } >build-browser.log 2>&1; then
    rm -f build-browser.log
    exit 0
  fi
  tail -n 5 build-browser.log >&2
  rm -f build-browser.log
fi
echo "browser: installing Playwright's chromium" >&2
.venv/bin/python -m playwright install chromium ||
  { echo "browser: no chromium could be installed; the browser tests need one (apt-get install chromium)" >&2; exit 2; }
