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

# Everything happens inside a message bus of its own, so that no desktop of the user's is touched. It knows one service, that
# of accessibility: no portal answers, and file dialogs are typed into.
if [ -z "${NIANBAO_WORK:-}" ]; then
  NIANBAO_WORK=$(mktemp -d "${TMPDIR:-/tmp}/nianbao-desktop.XXXXXX")
  export NIANBAO NIANBAO_WORK
  # Set before the bus starts: its services put their sockets there, and another run must not meet them.
  export HOME="$NIANBAO_WORK/home" XDG_RUNTIME_DIR="$NIANBAO_WORK/run" NIANBAO_DATA="$NIANBAO_WORK/data"
  export LIBGL_ALWAYS_SOFTWARE=1 LC_ALL=C.UTF-8 GSETTINGS_BACKEND=memory
  unset WAYLAND_DISPLAY WAYLAND_SOCKET XDG_DATA_HOME XDG_CONFIG_HOME XDG_CACHE_HOME DISPLAY AT_SPI_BUS_ADDRESS
  mkdir -m 700 "$HOME" "$XDG_RUNTIME_DIR" "$NIANBAO_WORK/bin"
  if command -v dbus-run-session >/dev/null; then
    mkdir "$NIANBAO_WORK/services"
    cp /usr/share/dbus-1/services/org.a11y.Bus.service "$NIANBAO_WORK/services/" 2>/dev/null
    cat >"$NIANBAO_WORK/bus.conf" <<XML
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=$NIANBAO_WORK</listen><servicedir>$NIANBAO_WORK/services</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
XML
    # What the bus itself says is of no interest.
    exec 3>&1 4>&2
    exec dbus-run-session --config-file "$NIANBAO_WORK/bus.conf" -- bash -c 'exec 1>&3 2>&4 3>&- 4>&-; exec bash "$@"' bash "$0" "$@" >/dev/null 2>&1
  fi
fi

passed=0 failed=0 started=() window='' pid=''
work=$NIANBAO_WORK
clean_up() {
  local one
  [ -z "$pid" ] || { kill -9 "$pid" && wait "$pid"; } 2>/dev/null
  for one in $(printf '%s\n' "${started[@]}" | tac); do
    [ -n "$one" ] && kill "$one" && wait "$one"
  done 2>/dev/null
  # A helper of an input method may still write while it ends.
  until_true 5 rm -rf "$work"
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
    return 1
  fi
}

# must WHAT COMMAND…: a check without which the rest of the script means nothing.
must() { check "$@" || give_up "no way on from here"; }

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
  Xvfb -displayfd 3 -screen 0 "${size}x24" -nolisten tcp -noreset -dpi 96 "$@" 3>"$work/display" >/dev/null 2>&1 &
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
  openbox --sm-disable --config-file "$HOME/.config/openbox/rc.xml" >"$work/openbox" 2>&1 &
  started+=($!)
  until_true 20 manager_is_up || give_up "openbox did not start on $DISPLAY: $(cat "$work/openbox")"
}

manager_is_up() { xdotool get_num_desktops; }

# speak_aloud: turns on what a screen reader would, so that at.py sees the window. To be called before `start`.
speak_aloud() {
  need gdbus
  gdbus call --session --dest org.a11y.Bus --object-path /org/a11y/bus --method org.freedesktop.DBus.Properties.Set \
    org.a11y.Status IsEnabled '<true>' >/dev/null || skip "at-spi2-core not installed"
  # Its service outlives the bus.
  started+=("$(gdbus call --session --dest org.freedesktop.DBus --object-path /org/freedesktop/DBus \
    --method org.freedesktop.DBus.GetConnectionUnixProcessID org.a11y.Bus | tr -dc '0-9\n' | sed 's/^32//')")
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
  # An empty PATH for the program: it finds no zenity to ask for a file with, whatever this machine has.
  PATH="$work/bin" "$NIANBAO" "$@" >"$work/stdout" 2>"$work/stderr" &
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

# to_elsewhere KEY: a key that moves the focus; waits until it has.
to_elsewhere() {
  local before
  before=$(at focus)
  keys "$1"
  at moved "$before" 20 >/dev/null
}

# to_table_three: from the preface by keys to the first cell of table 三.
to_table_three() {
  local part
  for part in 一、总体情况 规章，本年制发件数 一、本年新收; do
    keys ctrl+Next
    at on "$part" 10 || give_up "$part has not the focus"
  done
}

# types TEXT: types what stands on a keyboard.
types() { xdotool type --clearmodifiers --delay 15 -- "$1"; }

# pastes TEXT: puts a text on the clipboard, as another program would, and presses Ctrl+V.
pastes() {
  need xclip
  printf '%s' "$1" | xclip -selection clipboard -i
  keys ctrl+v
}

# still: the picture of the display has not changed from one look to the next.
still() { [ "$(import -window root rgb:- | sha256sum)" = "$(import -window root rgb:- | sha256sum)" ]; }

# ours PGREP'S ARGUMENTS: the processes of this run that pgrep finds.
ours() {
  local one
  for one in $(pgrep "$@"); do
    grep -qzxF "NIANBAO_WORK=$NIANBAO_WORK" "/proc/$one/environ" && echo "$one"
  done 2>/dev/null
}

# shot NAME: a picture of the whole display, where NIANBAO_SHOTS says.
shot() {
  [ -n "${NIANBAO_SHOTS:-}" ] && command -v import >/dev/null || return 0
  mkdir -p "$NIANBAO_SHOTS"
  import -window root "$NIANBAO_SHOTS/$1.png"
}

# fast TEXT: types like `types`, as quickly as the keys go through; \t and \n are Tab and Enter.
fast() { xdotool type --clearmodifiers --delay 8 -- "$1"; }

# new_report UNIT YEAR: on the start page, by keys.
new_report() {
  at on =单位名称 20 || return 1
  pastes "$1"
  at press Tab =报告年度 || return 1
  keys ctrl+a
  types "$2"
  keys Return
  until_true 10 title_has "$1 $2"
}

# save_as PATH: saves for the first time.
save_as() {
  keys ctrl+s
  type_path "$1" || return 1
  until_true 10 title_lacks 未保存 && [ -s "$1" ]
}

# export_to KEY PATH: the dialog says what is to be said, then asks where; at the end it says what was written.
export_to() {
  keys "$1"
  at on 导出 10 || return 1
  keys Return
  type_path "$2" || return 1
  at wait =已导出 20 && [ -s "$2" ] || return 1
  keys Return
  at gone =已导出 10
}

# tick WORDS: goes back to that box of a dialog and ticks it.
tick() { at press shift+Tab "=$1" && keys space; }

# export_papers PDF: web page and Word file beside the PDF; ends with what was written on the screen.
export_papers() {
  keys ctrl+e
  at on 导出 10 || return 1
  tick 网页 && tick "Word 文件" || return 1
  at press Tab 导出… || return 1
  keys Return
  type_path "$1" || return 1
  at wait =已导出 30
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
