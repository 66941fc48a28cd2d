#!/usr/bin/env bash
# The Debian package and the archive of the program at hand: the same bytes twice, contents, what Debian's own checker says, and that
# a user without rights can install, use and remove it.
# Needs dpkg-deb lintian desktop-file-validate appstreamcli imagemagick update-mime-database.
source "$(dirname "$0")/lib.sh"
need dpkg-deb lintian desktop-file-validate appstreamcli convert update-mime-database cargo objdump

export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$root/target}"
packages="$CARGO_TARGET_DIR/packages"
sample="$root/assets/samples/xipo-2020.json"
# cargo keeps its things in the real home; the library of these scripts makes another.
make() { HOME=$(getent passwd "$(id -u)" | cut -d: -f6) "$root/assets/packaging/make.sh" "$1" --program "$NIANBAO"; }

made() { deb=$(make deb | tail -1) && archive=$(make tar | tail -1) && [ -s "$deb" ] && [ -s "$archive" ]; }
made_again_the_same() {
  (cd "$packages" && sha256sum "$(basename "$deb")" "$(basename "$archive")") >"$work/first"
  rm "$deb" "$archive" && made && (cd "$packages" && sha256sum -c "$work/first")
}
unpacked() { dpkg-deb -x "$deb" "$work/installed" && dpkg-deb -e "$deb" "$work/control" && (cd "$work/installed" && md5sum --quiet -c "$work/control/md5sums"); }
has_all() {
  local one
  for one in bin/nianbao share/applications/nianbao.desktop share/mime/packages/nianbao.xml share/metainfo/nianbao.metainfo.xml \
    share/icons/hicolor/48x48/apps/nianbao.png share/man/man1/nianbao.1.gz share/man/man1/nianbao-check.1.gz \
    share/bash-completion/completions/nianbao share/doc/nianbao/copyright share/doc/nianbao/licences.txt share/doc/nianbao/manual.pdf share/man/man1/nianbao-manual.1.gz share/doc/nianbao/changelog.gz; do
    [ -s "$work/installed/usr/$one" ] || { echo "$one is missing" && return 1; }
  done
  grep -q "^Version: $(sed -n 's/^version = "\(.*\)"/\1/p' "$root/Cargo.toml" | head -1)$" "$work/control/control"
}
# Errors and warnings fail; passed over: no bug of Debian is closed by it, and the project has no mail address.
pleases_lintian() { lintian --allow-root --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs,bogus-mail-host,bogus-mail-host-in-debian-changelog "$deb"; }
menu_entry_holds() { desktop-file-validate "$work/installed/usr/share/applications/nianbao.desktop"; }
metainfo_holds() { appstreamcli validate --no-net --override=cid-desktopapp-is-not-rdns=info "$work/installed/usr/share/metainfo/nianbao.metainfo.xml"; }
kinds_are_known() {
  cp -r "$work/installed/usr/share/mime" "$work/mime" && update-mime-database "$work/mime" && grep -q 'application/x-nianbao:\*.nianbao$' "$work/mime/globs" && grep -q 'application/x-nianbaos:\*.nianbaos$' "$work/mime/globs"
}
runs_installed() { "$work/installed/usr/bin/nianbao" check "$sample"; }

# A home folder whose name holds what a menu entry has to quote.
clerk="$work/张 三\$ \"家\""
by_clerk() { HOME=$clerk XDG_DATA_HOME='' PATH=/usr/bin:/bin "$@"; }
archive_installs() {
  mkdir -p "$work/stick" "$clerk" && tar -C "$work/stick" -xzf "$archive" && folder=$(echo "$work"/stick/*) &&
    "$folder/bin/nianbao" check "$sample" && by_clerk "$folder/install.sh" --user && by_clerk "$clerk/.local/bin/nianbao" check "$sample"
}
its_menu_entry_holds() {
  local entry="$clerk/.local/share/applications/nianbao.desktop"
  desktop-file-validate "$entry" && python3 - "$entry" "$clerk/.local/bin/nianbao" <<'PY'
import re, sys
line = next(line for line in open(sys.argv[1], encoding="utf-8") if line.startswith("Exec="))
quoted = re.match(r'Exec="((?:[^"\\]|\\.)*)" %f$', line.rstrip("\n")).group(1)
# First the escapes of a value, then those of a quoted argument, as the desktop entry specification has it.
path = re.sub(r"\\([\"`$\\])", r"\1", quoted.replace("\\\\", "\\")).replace("%%", "%")
assert path == sys.argv[2], path
PY
}
archive_uninstalls() {
  echo 年报 >"$clerk/年报.nianbao" && by_clerk "$folder/install.sh" --uninstall && [ -s "$clerk/年报.nianbao" ] &&
    [ -z "$(find "$clerk" -name '*nianbao*' ! -name 年报.nianbao | grep -v mime/)" ]
}

check "a package and an archive are made" made || finish
check "made again they have the same bytes" made_again_the_same
check "the package unpacks, with its sums" unpacked
check "program, menu entry, kinds of file, icons, manual and completions are in it" has_all
check "lintian finds no error and no warning" pleases_lintian
check "the menu entry is valid" menu_entry_holds
check "the metainfo is valid" metainfo_holds
check "the desktop knows .nianbao and .nianbaos" kinds_are_known
check "the installed program checks the sample" runs_installed
check "the archive runs where it stands and installs for one user" archive_installs
check "its menu entry names the program, whatever the home folder is called" its_menu_entry_holds
check "uninstalling takes all of it and no report" archive_uninstalls
finish
