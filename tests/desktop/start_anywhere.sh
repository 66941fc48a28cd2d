#!/usr/bin/env bash
# The window starts wherever it can, and says in one sentence what to do where it cannot.
# Needs Xvfb, openbox, xdotool, ImageMagick (import, convert).
source "$(dirname "$0")/lib.sh"
need import convert

# draws: the window shows more than one flat colour.
draws() { [ "$(import -window "$window" png:- | convert png:- -format '%k' info:)" -gt 50 ]; }

starts_with() {
  launch "${arguments[@]}"
  until_true 30 has_window && until_true 30 draws || { cat "$work/stderr"; return 1; }
}

ends() { kill -9 "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; pid=''; return 0; }

tries() {
  local what=$1
  shift
  check "$what" env_starts "$@"
  shot "start-${what// /-}"
  ends
}

env_starts() {
  local setting
  for setting in "$@"; do export "${setting?}"; done
  starts_with
  local outcome=$?
  for setting in "$@"; do unset "${setting%%=*}"; done
  return "$outcome"
}

says_one_sentence() {
  [ "$(wc -l <"$work/stderr")" = 1 ] && grep -q "nianbao check" "$work/stderr" && [ ! -s "$work/stdout" ]
}

without_display() {
  env -u DISPLAY timeout 10 "$NIANBAO" >"$work/stdout" 2>"$work/stderr"
  [ $? = 1 ] && says_one_sentence
}

with_a_dead_display() {
  DISPLAY=:9999 timeout 10 "$NIANBAO" >"$work/stdout" 2>"$work/stderr"
  local code=$?
  [ "$code" = 1 ] && says_one_sentence || { echo "exit code $code"; cat "$work/stderr"; return 1; }
}

check "no display: one sentence, exit code 1, what the command line still does" without_display
check "a display that does not answer: the same" with_a_dead_display
check "the command line needs no display" env -u DISPLAY "$NIANBAO" check "$root/assets/samples/xipo-2020.json"

arguments=()
desktop 1366x768
tries "software GL" LIBGL_ALWAYS_SOFTWARE=1
tries "GL forced to 1.1" MESA_GL_VERSION_OVERRIDE=1.1
tries "a Wayland display that is gone, beside X11" WAYLAND_DISPLAY=wayland-99
tries "drivers that are not there" LIBGL_DRIVERS_PATH=/nonexistent
tries "both at once" WAYLAND_DISPLAY=wayland-99 LIBGL_DRIVERS_PATH=/nonexistent

# A double click in the file manager: the file's path is the only argument, with Chinese and a blank in it.
mkdir -p "$work/报告 一"
cp "$root/assets/samples/xipo-2020.json" "$work/报告 一/西坡镇 2020.nianbao"
arguments=("$work/报告 一/西坡镇 2020.nianbao")
check "a double click on a file opens it" starts_with
check "the title names unit and year" until_true 10 title_has "西坡镇人民政府 2020"
ends
arguments=("$work/没有这个文件.nianbao")
check "a file that is not there: the window comes up and says so" starts_with
shot "start-missing-file"
ends
arguments=()

desktop 1366x768 -extension GLX
tries "an X server without GLX"
finish
