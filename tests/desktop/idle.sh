#!/usr/bin/env bash
# What the window costs: the time to its first frame, its memory, and that it does nothing when nothing changes.
# Needs Xvfb, openbox, xdotool, ImageMagick, strace (for the frames), python3. Figures are those of software GL.
source "$(dirname "$0")/lib.sh"
need Xvfb openbox xdotool import convert python3

milliseconds() { date +%s%3N; }
draws() { [ "$(import -window "$window" -crop 400x200+0+40 png:- | convert png:- -format '%k' info:)" -gt 20 ]; }
ticks() { awk '{ print $14 + $15 }' "/proc/$pid/stat"; }
megabytes() { awk -v what="$1:" '$1 == what { print int($2 / 1024) }' "/proc/$pid/status"; }

desktop
# The first start fills the disk's cache.
start "$root/assets/samples/xipo-2020.json"
until_true 20 draws
kill -9 "$pid"
wait "$pid" 2>/dev/null

before=$(milliseconds)
launch "$root/assets/samples/xipo-2020.json"
until has_window; do :; done
shown=$(milliseconds)
until_true 20 draws || give_up "nothing was drawn"
drawn=$(milliseconds)
echo "      window after $((shown - before)) ms, drawn and seen by import after $((drawn - before)) ms"
check "the window is there within 2 s" [ $((drawn - before)) -le 2000 ]
echo "      $(megabytes VmRSS) MB resident, of it $(megabytes RssFile) MB mapped files and $(megabytes RssShmem) MB shared"

# quiet: a stretch of time in which the program uses next to no processor; the caret of a text field may blink.
uses() {
  local start_ticks=$(ticks) seconds=$1
  # A stretch of time is what is measured here.
  sleep "$seconds"
  echo $(($(ticks) - start_ticks))
}
# Until it has settled.
until_true 20 eval '[ "$(uses 1)" -le 2 ]'
used=$(uses 10)
percent=$(python3 -c "import os; print(f'{$used / os.sysconf(\"SC_CLK_TCK\") / 10 * 100:.1f}')")
echo "      $percent % of a core over 10 s with a caret in a text"
check "at most 1 % of a core when idle" python3 -c "import sys; sys.exit($percent > 1.0)"

if command -v strace >/dev/null; then
  # In a table there is no caret: not one frame is drawn, so nothing is written to the X server.
  xdotool windowactivate "$window" key --delay 60 ctrl+Next ctrl+Next
  until_true 20 eval '[ "$(uses 1)" -le 2 ]'
  timeout 5 strace -f -qq -e trace=write,writev,sendmsg -o "$work/calls" -p "$pid"
  count=$(grep -vcE 'eventfd|\\1\\0\\0\\0\\0\\0\\0\\0' "$work/calls")
  echo "      $count writes in 5 s"
  check "nothing is redrawn when nothing changes" [ "$count" -le 5 ]
fi
finish
