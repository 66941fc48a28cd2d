# What the desktop scripts share: a display of its own, the program in it, keys, waiting for a state, and the count at the end.
# Sourced, not run. A script calls `need TOOL…`, `desktop`, `start [FILE]`, `check "what" COMMAND…`, and ends with `finish`.
#
# Needs Xvfb, openbox, xdotool, dbus-run-session and python3; at.py also wants at-spi2-core.
#   NIANBAO         the program (else target/release/nianbao, else target/debug/nianbao)
#   NIANBAO_SHOTS   a folder for screenshots
# shellcheck shell=bash

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
: "${NIANBAO:=$([ -x "$root/target/release/nianbao" ] && echo "$root/target/release/nianbao" || echo "$root/target/debug/nianbao")}"
[ -x "$NIANBAO" ] || { echo "no program at $NIANBAO; build it first"; exit 1; }
NIANBAO=$(realpath "$NIANBAO")

# Everything happens inside a message bus of its own, so that no desktop of the user's is touched.
if [ -z "${NIANBAO_OWN_BUS:-}" ] && command -v dbus-run-session >/dev/null; then
  export NIANBAO_OWN_BUS=1 NIANBAO
  # What the bus itself says is of no interest.
  exec 3>&1 4>&2
  exec dbus-run-session -- bash -c 'exec 1>&3 2>&4 3>&- 4>&-; exec bash "$@"' bash "$0" "$@" >/dev/null 2>&1
fi

passed=0 failed=0 started=() window='' pid=''
work=$(mktemp -d "${TMPDIR:-/tmp}/nianbao-desktop.XXXXXX")
export HOME="$work/home" NIANBAO_DATA="$work/data" XDG_RUNTIME_DIR="$work/run" LIBGL_ALWAYS_SOFTWARE=1 LC_ALL=C.UTF-8
export GTK_USE_PORTAL=0 NO_AT_BRIDGE=1
unset WAYLAND_DISPLAY WAYLAND_SOCKET XDG_DATA_HOME XDG_CONFIG_HOME
mkdir -p "$HOME" "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"

clean_up() {
  local one
  for one in "$pid" $(printf '%s\n' "${started[@]}" | tac); do
    [ -n "$one" ] && kill -9 "$one" && wait "$one"
  done 2>/dev/null
  rm -rf "$work"
}
trap clean_up EXIT

# need TOOL…: without one of them there is nothing to prove here, and the script says so aloud.
need() {
  local tool missing=()
  for tool in "$@"; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  [ ${#missing[@]} = 0 ] || skip "${missing[*]} not installed"
}

skip() {
  echo "SKIP: $(basename "$0"): $*"
  exit 0
}

# until SECONDS COMMAND…: waits for a state, never for a time.
until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -le "$end" ] || return 1
    sleep 0.03
  done
}

check() {
  local what=$1
  shift
  if "$@" >"$work/said" 2>&1; then
    passed=$((passed + 1))
    echo "ok    $what"
  else
    failed=$((failed + 1))
    echo "FAIL  $what"
    head -c 2000 "$work/said" | sed 's/^/      /'
    [ -z "${DISPLAY:-}" ] || shot "failed-$(basename "$0" .sh)-$failed"
  fi
}

finish() {
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
  exit
}

# give_up WHAT: a state without which the rest of the script means nothing did not come.
give_up() {
  failed=$((failed + 1))
  echo "FAIL  $*"
  [ -z "${DISPLAY:-}" ] || shot "failed-$(basename "$0" .sh)-$failed"
  [ ! -s "$work/stderr" ] || sed 's/^/      /' "$work/stderr" | head -20
  finish
}

# desktop [WIDTHxHEIGHT] [Xvfb's options…]: an X server on a free display and a window manager in it.
desktop() {
  local size=${1:-1366x768}
  shift || true
  need Xvfb openbox xdotool python3
  : >"$work/display"
  Xvfb -displayfd 3 -screen 0 "${size}x24" -nolisten tcp -dpi 96 "$@" 3>"$work/display" >/dev/null 2>&1 &
  xvfb=$!
  started+=("$xvfb")
  until_true 20 test -s "$work/display" || give_up "Xvfb did not start"
  DISPLAY=:$(cat "$work/display")
  export DISPLAY
  mkdir -p "$HOME/.config/openbox"
  cat >"$HOME/.config/openbox/rc.xml" <<'XML'
<openbox_config xmlns="http://openbox.org/3.4/rc"><desktops><number>1</number></desktops>
<applications><application type="normal"><maximized>yes</maximized></application></applications></openbox_config>
XML
  openbox --sm-disable --config-file "$HOME/.config/openbox/rc.xml" >/dev/null 2>&1 &
  started+=($!)
  until_true 20 manager_is_up || give_up "openbox did not start"
}

manager_is_up() { xdotool get_num_desktops; }

# speak_aloud: turns on what a screen reader would, so that at.py sees the window. To be called before `start`.
speak_aloud() {
  need gdbus
  gdbus call --session --dest org.a11y.Bus --object-path /org/a11y/bus --method org.freedesktop.DBus.Properties.Set \
    org.a11y.Status IsEnabled '<true>' >/dev/null || skip "at-spi2-core not installed"
}

at() { NIANBAO_PID=$pid python3 "$here/at.py" "$@"; }

# start [ARGUMENT…]: the program, until its window is there, filling the screen.
start() {
  launch "$@"
  until_true 30 has_window || give_up "no window came up"
  until_true 10 has_focus || give_up "the window never got the focus"
}

has_focus() { [ "$(xdotool getwindowfocus)" = "$window" ] || { xdotool windowactivate "$window"; false; }; }

launch() {
  "$NIANBAO" "$@" >"$work/stdout" 2>"$work/stderr" &
  pid=$!
  window=''
}

has_window() {
  window=$(xdotool search --onlyvisible --pid "$pid" 2>/dev/null | tail -1)
  [ -n "$window" ]
}

title() { xdotool getwindowname "$window"; }
title_has() { [[ $(title) == *"$1"* ]]; }
title_lacks() { [[ $(title) != *"$1"* ]]; }
is_gone() { ! kill -0 "$pid" 2>/dev/null; }

# keys KEY…: presses keys one after the other, as xdotool names them.
keys() { xdotool key --clearmodifiers --delay 20 "$@"; }

# types TEXT: types what stands on a keyboard.
types() { xdotool type --clearmodifiers --delay 15 -- "$1"; }

# pastes TEXT: puts a text on the clipboard, as another program would, and presses Ctrl+V.
pastes() {
  need xclip
  printf '%s' "$1" | xclip -selection clipboard -i
  keys ctrl+v
}

# shot NAME: a picture of the whole display, where NIANBAO_SHOTS says.
shot() {
  [ -n "${NIANBAO_SHOTS:-}" ] && command -v import >/dev/null || return 0
  mkdir -p "$NIANBAO_SHOTS"
  import -window root "$NIANBAO_SHOTS/$1.png"
}

# stop: closes the window as a clerk does, and waits until the program is gone.
stop() {
  keys ctrl+q
  until_true 10 is_gone
}

# type_path PATH: where the system shows no file dialog, the path field takes it.
type_path() {
  at on 文件路径 60 || return 1
  keys ctrl+a
  pastes "$1"
  keys Return
}
