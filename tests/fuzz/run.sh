#!/usr/bin/env bash
# Runs every fuzz target, or those named, for so many seconds each: `run.sh 600`, `run.sh 600 pdf`. Stops at what it finds; the
# input is then in tests/fuzz/artifacts. Wants cargo-fuzz. No address sanitizer: the program has no unsafe code, and so stable Rust serves.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
seconds=${1:-60}
shift || true
[ $# -gt 0 ] || set -- report form paste pdf cell journal ledger docx page xlsx batch
for target in "$@"; do
  echo "== $target"
  nice -n 19 cargo fuzz run "$target" --fuzz-dir "$here" --sanitizer none -- \
    -max_total_time="$seconds" -timeout=5 -rss_limit_mb=1024 -dict="$here/words.dict" -print_final_stats=1 -verbosity=0
done
