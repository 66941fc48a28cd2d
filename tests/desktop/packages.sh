#!/usr/bin/env bash
# By hand: the packages as on machines that have never seen them. The Debian package in a Debian of its own: installed with its
# dependencies, `check`, `export` and the window under Xvfb there, removed again with no report touched. That for arm64 under qemu, which
# is to write the same bytes. Those for Windows under Wine, by windows.sh.
# Needs root, debootstrap, binutils, a mirror of Debian, and some 1 GB below TMPDIR; for arm64 qemu-user-static and libc6-arm64-cross; for Windows
# what windows.sh says, and unzip.
#   DEB=FILE      the package (else assets/packaging/make.sh deb builds it, which wants its --set-up once)
#   ARM64=FILE    the package for arm64, where that is to be tried too
#   ZIP=FILE SETUP=FILE   the zip and the installer for Windows, where they are to be tried too
#   SUITE=NAME    the Debian to try it in: bullseye (glibc 2.31, the default), or another
#   MIRROR=URL    where from (else the one of this machine, else deb.debian.org)
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
skip() { echo "SKIP: packages.sh: $*" && exit 0; }
[ "$(id -u)" = 0 ] || skip "not root"
command -v debootstrap >/dev/null || skip "debootstrap not installed"
suite=${SUITE:-bullseye}
mirror=${MIRROR:-$(grep -rhoE 'https?://[^ ]*/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | head -1 | tr -d ' ' || true)}
mirror=${mirror:-http://deb.debian.org/debian}
deb=${DEB:-$("$root/assets/packaging/make.sh" deb | tail -1)}
[ -s "$deb" ] || { echo "no package at $deb" >&2 && exit 1; }

there=$(mktemp -d "${TMPDIR:-/tmp}/nianbao-packages.XXXXXX")
chmod 755 "$there"
clean_up() {
  umount "$there/proc" 2>/dev/null || :
  rm -rf --one-file-system "$there"
}
trap clean_up EXIT
passed=0 failed=0
check() {
  local what=$1
  shift
  if "$@" >"$there.said" 2>&1; then passed=$((passed + 1)) && echo "ok    $what"; else
    failed=$((failed + 1)) && echo "FAIL  $what" && tail -5 "$there.said" | sed 's/^/      /'
  fi
  rm -f "$there.said"
}
inside() { chroot "$there" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME=/home/clerk DEBIAN_FRONTEND=noninteractive "$@"; }
# As a user without rights.
clerk() { inside setpriv --reuid=1000 --regid=1000 --clear-groups "$@"; }

debootstrap --variant=minbase "$suite" "$there" "$mirror" >/dev/null || { echo "debootstrap failed" >&2 && exit 1; }
mount -t proc proc "$there/proc"
mkdir -p "$there/home/clerk" && cp "$deb" "$there/nianbao.deb"
cp "$root/assets/samples/xipo-2020.json" "$there/home/clerk/西坡 镇.nianbao"
chown -R 1000:1000 "$there/home/clerk"
sum=$(sha256sum <"$there/home/clerk/西坡 镇.nianbao")

installed() { inside apt-get -qq update && inside apt-get -qq -y --no-install-recommends install /nianbao.deb; }
exported() { clerk nianbao export "/home/clerk/西坡 镇.nianbao" --draft --pdf /home/clerk/a.pdf && [ -s "$there/home/clerk/a.pdf" ]; }
manual() { clerk nianbao manual /home/clerk/手册.pdf && [ -s "$there/home/clerk/手册.pdf" ] && [ -s "$there/usr/share/man/man1/nianbao.1.gz" ]; }
shows_a_window() {
  inside apt-get -qq -y --no-install-recommends install xvfb xauth xdotool libgl1-mesa-dri &&
    clerk timeout 90 xvfb-run -a -s '-screen 0 1366x768x24' sh -c '
      nianbao "/home/clerk/西坡 镇.nianbao" & pid=$!
      for _ in $(seq 60); do
        # Its xdotool finds no Chinese.
        xdotool getwindowname "$(xdotool search --name 2020)" 2>/dev/null | grep -q "西坡镇人民政府 2020" && kill $pid && exit 0
        sleep 1
      done
      kill $pid; exit 1'
}
removed() { inside apt-get -qq -y remove nianbao && [ ! -e "$there/usr/bin/nianbao" ] && [ "$(sha256sum <"$there/home/clerk/西坡 镇.nianbao")" = "$sum" ]; }

check "installed with its dependencies in $suite" installed
# Not every figure of the sample is filled in: 1 is an answer, 2 is none.
check "check reads a report" eval 'clerk nianbao check "/home/clerk/西坡 镇.nianbao" || [ $? = 1 ]'
check "export writes the PDF" exported
check "the manual is there, as PDF and for man" manual
check "the window opens the report" shows_a_window
check "removed, and no report is touched" removed

# The program of a package, below a folder.
unpacked() { dpkg-deb -x "$1" "$there/$2" && program=$there/$2/usr/bin/nianbao && [ -x "$program" ]; }
by_qemu() { qemu-aarch64-static -L /usr/aarch64-linux-gnu "$arm64" "$@"; }
says_the_same() {
  local one=0 other=0
  "$amd64" check "$sample" >"$there/amd64.txt" || one=$?
  by_qemu check "$sample" >"$there/arm64.txt" || other=$?
  [ -s "$there/amd64.txt" ] && [ "$one" = "$other" ] && diff "$there/amd64.txt" "$there/arm64.txt"
}
writes_the_same() {
  local one
  "$amd64" export "$sample" --draft --fonts shipped --pdf "$there/1.pdf" --docx "$there/1.docx" --html "$there/1.html" --xlsx "$there/1.xlsx" &&
    by_qemu export "$sample" --draft --fonts shipped --pdf "$there/2.pdf" --docx "$there/2.docx" --html "$there/2.html" --xlsx "$there/2.xlsx" || return 1
  for one in pdf docx html xlsx; do cmp "$there/1.$one" "$there/2.$one" || return 1; done
}
newest_glibc() { [ "$( (echo GLIBC_2.28 && objdump -T "$1" | grep -o 'GLIBC_[0-9.]*') | sort -uV | tail -1)" = GLIBC_2.28 ]; }
sample="$root/assets/samples/xipo-2020.json"
unpacked "$deb" amd64 && amd64=$program
check "the program asks for glibc 2.28 at most" newest_glibc "$amd64"
if [ -n "${ARM64:-}" ] && ! command -v qemu-aarch64-static >/dev/null; then
  echo "SKIP: arm64: qemu-user-static not installed"
elif [ -n "${ARM64:-}" ]; then
  unpacked "$ARM64" arm64 && arm64=$program
  check "arm64: asks for glibc 2.28 at most" newest_glibc "$arm64"
  check "arm64: check says what it says on x86-64" says_the_same
  check "arm64: PDF, Word file, web page and spreadsheet have the same bytes as on x86-64" writes_the_same
fi

# windows.sh PACKAGE: its checks are counted as one.
windows() { env "$1" NIANBAO="$amd64" bash "$root/tests/desktop/windows.sh" </dev/null | tee "$there.windows" && ! grep -q ^SKIP "$there.windows"; }
for package in ${ZIP:+NIANBAO_WINDOWS_ZIP="$ZIP"} ${SETUP:+NIANBAO_WINDOWS_SETUP="$SETUP"}; do
  check "Windows, under Wine: $(basename "${package#*=}")" windows "$package"
  sed 's/^/      /' "$there.windows"
  rm -f "$there.windows"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
