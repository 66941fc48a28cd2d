#!/usr/bin/env bash
# The program built for Windows on Debian 12 and run under Wine: window, typing, saving, export, console, icon.
# Run by hand; it is not in scripts.txt, for a first build takes minutes.
# Needs the Debian packages rustc-web cargo-web rust-web-src gcc-mingw-w64-x86-64 wine wine64 xvfb openbox xdotool xclip imagemagick
# (apt-get install --no-install-recommends), and a program of the same state for Linux to compare with (NIANBAO).
#   NIANBAO_WINDOWS_TARGET   where to build (else target/windows); what cargo reads from the environment holds as well
#   NIANBAO_WINDOWS_BUILT    a folder where it is built already
#   NIANBAO_WINDOWS_ZIP      instead the zip that a clerk is given, unpacked (wants unzip)
#   NIANBAO_WINDOWS_SETUP    instead the installer: installed, started by a double click on a report, uninstalled
# cargo keeps its things in the real home; the library of these scripts makes another.
builder=$HOME
source "$(dirname "$0")/lib.sh"
need /usr/bin/cargo /usr/bin/rustc x86_64-w64-mingw32-gcc wine wineserver xclip import convert pgrep

target=${NIANBAO_WINDOWS_TARGET:-$root/target/windows}
setup=${NIANBAO_WINDOWS_SETUP:-} zip=${NIANBAO_WINDOWS_ZIP:-}
programs="$work/年报 程序"
reports="$work/报告 一"
sample="$root/assets/samples/xipo-2020.json"
export WINEPREFIX="$work/wine" WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES="mscoree=;mshtml="
# Wine 8 ends every program that asks it for DirectX 12 and has no Vulkan below it; on Windows the program begins with that.
export WGPU_BACKEND=gl
# The data folder is to be the one that Windows has for it.
unset NIANBAO_DATA

# The library comes as source, so std is built too; the two objects that begin and end a program are compiled by hand.
build() {
  local source one
  source=$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library/rtstartup
  [ -d "$source" ] || source=$(echo /usr/src/rustc-*/library/rtstartup)
  mkdir -p "$target/start"
  export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$target"
  for one in rsbegin rsend; do
    "$RUSTC" --target x86_64-pc-windows-gnu --crate-type lib --emit=obj --edition 2024 -A warnings \
      -o "$target/start/$one.o" "$source/$one.rs" || return 1
  done
  export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc
  export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUSTFLAGS="-L native=$target/start"
  (cd "$root" && HOME=$builder nice /usr/bin/cargo build --release --locked --features console -Zbuild-std=std,panic_unwind \
    --target x86_64-pc-windows-gnu)
}

# What a clerk is given. The DLL is for Wine 8 alone, which lacks it; Windows has it.
lay_out() {
  local built=${NIANBAO_WINDOWS_BUILT:-$target/x86_64-pc-windows-gnu/release}
  mkdir -p "$reports"
  if [ -n "$setup" ]; then
    wine "$setup" /S && programs=$(echo "$WINEPREFIX"/drive_c/users/*/AppData/Local/Programs/nianbao) && [ -s "$programs/uninstall.exe" ] || return 1
  elif [ -n "$zip" ]; then
    unzip -q "$zip" -d "$work/unpacked" && mv "$work/unpacked"/* "$programs" || return 1
  else
    mkdir -p "$programs"
    cp "$built/nianbao.exe" "$programs/" && cp "$built/nianbao-console.exe" "$programs/nianbao.com" || return 1
  fi
  cat >"$work/random.c" <<'C'
#include <windows.h>
#include <ntsecapi.h>
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T length) { return RtlGenRandom(bytes, length); }
C
  x86_64-w64-mingw32-gcc -shared -O2 -o "$programs/bcryptprimitives.dll" "$work/random.c" -ladvapi32
}

subsystem_is() { x86_64-w64-mingw32-objdump -p "$programs/$1" | grep -E "^Subsystem.*\($2\)"; }

# Every picture of the icon stands in the program, and so does the list of them, and the version.
has_icon() {
  python3 - "$root/assets/icon.ico" "$programs/nianbao.exe" <<'PY'
import struct, sys
icon, program = (open(path, "rb").read() for path in sys.argv[1:])
count = struct.unpack_from("<H", icon, 4)[0]
group = icon[:6]
for number in range(count):
    entry = icon[6 + 16 * number : 22 + 16 * number]
    length, start = struct.unpack_from("<II", entry, 8)
    assert icon[start : start + length] in program, f"picture {number} is missing"
    group += entry[:12] + struct.pack("<H", number + 1)
assert count > 3 and group in program, "the list of pictures is missing"
assert "VS_VERSION_INFO".encode("utf-16-le") in program, "the version is missing"
PY
}

# A window started by a double click: no console, a path of Windows with Chinese and blanks in it.
# Where it is installed, the double click itself: Windows looks up what opens such a file.
launch() {
  if [ -n "$setup" ]; then
    wine start /wait "$@" >"$work/stdout" 2>"$work/stderr" &
  else
    (cd "$programs" && exec wine nianbao.exe "$@") >"$work/stdout" 2>"$work/stderr" &
  fi
  pid=$!
  window=''
}
has_window() {
  window=$(xdotool search --onlyvisible --name 年报 2>/dev/null | tail -1)
  [ -n "$window" ]
}
draws() { [ "$(import -window "$window" png:- | convert png:- -format '%k' info:)" -gt 50 ]; }
no_other_window() { [ "$(xdotool search --onlyvisible --name . | sort -u | wc -l)" = 1 ]; }

# In a console `nianbao` finds nianbao.com before nianbao.exe.
in_console() { (cd "$programs" && wine cmd /c "nianbao $*"); }
prints_like_linux() {
  cp "$sample" "$programs/年报.json"
  in_console check 年报.json | tr -d '\r' >"$work/windows.txt"
  (cd "$programs" && "$NIANBAO" check 年报.json) >"$work/linux.txt"
  [ -s "$work/linux.txt" ] && diff "$work/linux.txt" "$work/windows.txt"
}
ends_like_linux() {
  local code=0
  in_console check 'Z:\没有.json' >"$work/said.txt" 2>&1 || code=$?
  cat "$work/said.txt"
  [ "$code" = 2 ] && grep -q 找不到文件 "$work/said.txt"
}
exports_the_same() {
  local kind
  (cd "$programs" && wine nianbao.com export "$(winepath -w "$sample")" --fonts shipped \
    --pdf "$(winepath -w "$reports/西坡 windows.pdf")" --json "$(winepath -w "$reports/西坡 windows.json")")
  "$NIANBAO" export "$sample" --fonts shipped --pdf "$reports/西坡 linux.pdf" --json "$reports/西坡 linux.json"
  for kind in pdf json; do
    cmp "$reports/西坡 windows.$kind" "$reports/西坡 linux.$kind" || return 1
    sha256sum "$reports/西坡 windows.$kind"
  done
}

# The saved file is the sample with one figure changed.
one_figure_is() {
  python3 - "$sample" "$report" "$1" <<'PY'
import json, sys
before, after = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
assert before["prose"] == after["prose"] and before["unit"] == after["unit"]
changed = {k: v for k, v in after["cells"].items() if before["cells"].get(k) != v}
print(changed)
assert list(map(str, changed.values())) == [sys.argv[3]], changed
PY
}

# A second start ends at once, and the window that runs has its file: over a named pipe.
hands_over() { (cd "$programs" && timeout 60 wine nianbao.exe "$(winepath -w "$1")"); }

# What most of the window is painted with.
paper() { import -window "$window" png:- | convert png:- -format %c histogram:info:- | sort -rn | head -1 | grep -o '#[0-9A-F]*'; }
paper_is_white() { [ "$(paper)" = '#FFFFFF' ]; }
paper_is_not_white() { local seen && seen=$(paper) && [ -n "$seen" ] && [ "$seen" != '#FFFFFF' ]; }
contrast() { wine reg add 'HKCU\Control Panel\Accessibility\HighContrast' /v Flags /d "$1" /f; }

in_start_menu() { find "$WINEPREFIX"/drive_c/users/*/AppData/Roaming/Microsoft/Windows/Start\ Menu -name 年报.lnk | grep .; }
opens_kind() { wine reg query "HKCU\\Software\\Classes\\.$1"; }
can_be_removed() { wine reg query 'HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\nianbao' /v DisplayVersion; }
known() { opens_kind nianbao && opens_kind nianbaos && can_be_removed; }
nothing_left() { [ ! -e "$programs" ] && ! in_start_menu && ! opens_kind nianbao && ! opens_kind nianbaos && ! can_be_removed; }
uninstalls() {
  rm -f "$programs/bcryptprimitives.dll" "$programs/年报.json"
  wine "$programs/uninstall.exe" /S
  until_true 30 nothing_left
}

# Windows looks up what opens a file in the user's list and the machine's; Wine 8 in the machine's alone, so it gets a copy.
copies_kinds() {
  local one
  for one in .nianbao nianbao.report; do wine reg copy "HKCU\\Software\\Classes\\$one" "HKLM\\Software\\Classes\\$one" /s /f || return 1; done
}

# In Wine's own file dialog a path is typed over the name that it offers.
saves_as() {
  keys ctrl+shift+s
  until_true 20 xdotool search --onlyvisible --name 保存年报 || return 1
  printf '%s' "$(winepath -w "$1")" | xclip -selection clipboard -i
  xdotool sleep 1 key Home sleep 0.3 key shift+End sleep 0.3 key ctrl+v sleep 0.5 key Return
  until_true 20 test -s "$1"
}

# Where no renderer can start, a box of the system says so, and the console gets the same sentence.
says_no_window() {
  (cd "$programs" && WGPU_BACKEND=vulkan exec wine nianbao.com) >"$work/said.txt" 2>&1 &
  local shell=$!
  until_true 30 xdotool search --onlyvisible --name 年报 || return 1
  shot windows-no-renderer
  until_true 20 closes_box "$shell" && grep -q "窗口打不开.*nianbao check" "$work/said.txt"
}
closes_box() {
  xdotool key Return
  ! kill -0 "$1"
}

in_local_app_data() { find "$WINEPREFIX"/drive_c/users/*/AppData/Local/nianbao -type f | grep .; }
lock_is() { [ "$1" = "$(find "$reports" -name '.~lock.*' | wc -l)" ]; }
wine_is_gone() { is_gone && ! xdotool search --onlyvisible --name 年报; }

if [ -z "${NIANBAO_WINDOWS_BUILT:-}$setup$zip" ]; then
  check "it builds for Windows" build
fi
desktop 1366x768
check "Wine starts" wineboot --init
# Else the first program starts Wine's desktop, which inherits the pipe that its words are read from, and holds it open.
wine explorer.exe /desktop </dev/null >/dev/null 2>&1 &
started+=($!)
has_desktop() { [ -n "$(ours -f 'explorer.exe /desktop')" ]; }
until_true 30 has_desktop || give_up "Wine's desktop does not come up"
check "the programs are laid out" lay_out || give_up "no program to run"
check "nianbao.exe is a program with windows: no console" subsystem_is nianbao.exe 'Windows GUI'
check "nianbao.com is a program of the console" subsystem_is nianbao.com 'Windows CUI'
check "the icon and the version are in nianbao.exe" has_icon
if [ -n "$setup" ]; then
  check "it is in the start menu" in_start_menu
  check "Windows knows its kinds of file and how to remove it" known
  copies_kinds >/dev/null 2>&1 || give_up "no copy for Wine"
fi

check "nianbao check in a console prints what it prints on Linux" prints_like_linux
check "an error in a console: the sentence, and exit code 2" ends_like_linux
check "the exported PDF and JSON have the same bytes as on Linux" exports_the_same

report="$reports/西坡镇 2020.nianbao"
cp "$sample" "$report"
launch "$(winepath -w "$report")"
until_true 60 has_window || give_up "no window came up"
until_true 20 has_focus
check "the window draws" until_true 60 draws
check "the title names unit and year" until_true 20 title_has "西坡镇人民政府 2020"
check "no console stands beside it" no_other_window
check "the report is locked while it is open" until_true 10 lock_is 1
shot windows-open
# Wine hands nothing on to at.py, so nothing tells when a section has come up: a second is given to each.
xdotool key ctrl+Next sleep 1 key ctrl+Next sleep 1
types 7
keys Return
check "a figure typed is in the window" until_true 20 title_has 未保存
keys ctrl+s
check "and saved under a path with Chinese and blanks" until_true 20 one_figure_is 7
shot windows-saved
report="$reports/另存 二.nianbao"
check "saved elsewhere through the file dialog" saves_as "$report"
check "with the same figure" one_figure_is 7
check "the data folder is under %LOCALAPPDATA%" in_local_app_data
check "its paper is not white" until_true 10 paper_is_not_white
contrast 127 >/dev/null 2>&1
check "where Windows has more contrast, it is" until_true 20 paper_is_white
shot windows-contrast
contrast 126 >/dev/null 2>&1
check "and back" until_true 20 paper_is_not_white
sed 's/西坡镇人民政府/东坡镇人民政府/' "$sample" >"$reports/东坡 镇.nianbao"
check "a second start with a file ends at once" hands_over "$reports/东坡 镇.nianbao"
check "the window that runs opens it" until_true 20 title_has 东坡镇
keys ctrl+q
check "the window closes by its key" until_true 20 wine_is_gone
check "the lock is gone with it" until_true 10 lock_is 0
check "where no renderer starts, a box and the console say so" says_no_window
if [ -n "$setup" ]; then
  sum=$(sha256sum "$reports"/*.nianbao)
  check "uninstalled, nothing of it is left" uninstalls
  check "and the reports are as they were" [ "$(sha256sum "$reports"/*.nianbao)" = "$sum" ]
  check "and so is what the program kept" in_local_app_data
fi
wineserver -k
finish
