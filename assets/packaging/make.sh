#!/usr/bin/env bash
# Packages, each by one command from a clean clone on Debian 12; what is made stands in target/packages, the same bytes every time.
#
#   assets/packaging/make.sh deb         Debian package for x86-64 (arm64: deb --arch arm64)
#   assets/packaging/make.sh tar         archive that runs from any folder (arm64: tar --arch arm64)
#   assets/packaging/make.sh zip         Windows, runs from any folder
#   assets/packaging/make.sh installer   Windows, for one user, without administrator's rights
#
#   --arch ARCH        amd64 or arm64
#   --program FILE     takes this program instead of building one (for Windows a folder with nianbao.exe and nianbao-console.exe)
#   --set-up           installs with apt-get and pip what the build needs, into target/packaging
#
# The programs for Linux ask for glibc 2.28 at most: cargo-zigbuild and ziglang, from PyPI. Those for arm64 and Windows build the
# standard library too, with Debian's rustc-web, cargo-web and rust-web-src.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
out=$target/packages
tools=$target/packaging
version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$root/Cargo.toml" | head -1)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8 TZ=UTC
umask 022

kind='' arch=amd64 program='' set_up=''
while [ $# -gt 0 ]; do
  case $1 in
    deb | tar | zip | installer) kind=$1 ;;
    --arch) arch=$2 && shift ;;
    --program) program=$(realpath "$2") && shift ;;
    --set-up) set_up=yes ;;
    *) sed -n '2,/^set -euo/p' "${BASH_SOURCE[0]}" | sed '$d; s/^# \{0,1\}//' && exit 2 ;;
  esac
  shift
done
case $kind/$arch in
  deb/amd64 | tar/amd64 | deb/arm64 | tar/arm64 | zip/amd64 | installer/amd64) ;;
  *) echo "make.sh: deb, tar, zip or installer; arm64 for Linux alone" >&2 && exit 2 ;;
esac

wanted() {
  echo imagemagick
  case $kind in
    zip) echo zip gcc-mingw-w64-x86-64 rustc-web cargo-web rust-web-src ;;
    installer) echo nsis gcc-mingw-w64-x86-64 rustc-web cargo-web rust-web-src ;;
  esac
  [ "$arch" = amd64 ] || echo rustc-web cargo-web rust-web-src binutils-aarch64-linux-gnu
  case $kind in deb | tar) echo python3-venv binutils ;; esac
}

if [ -n "$set_up" ]; then
  apt-get update -qq
  # shellcheck disable=SC2046  # several packages are several words
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(wanted) >/dev/null
  if [ "$kind" = deb ] || [ "$kind" = tar ]; then
    [ -x "$tools/bin/cargo-zigbuild" ] || python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet --disable-pip-version-check ziglang cargo-zigbuild
  fi
fi

# The paths of this machine stay out of the program, so that another clone gives the same bytes.
export RUSTFLAGS="${RUSTFLAGS:-} --remap-path-prefix=$root=/nianbao --remap-path-prefix=$target=/nianbao/target --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=/cargo"

with_std_from_source() { RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 "$@" -Zbuild-std=std,panic_unwind; }

build_linux() {
  export PATH="$tools/bin:$PATH"
  command -v cargo-zigbuild >/dev/null || { echo "make.sh: cargo-zigbuild is not there; once with --set-up" >&2 && exit 1; }
  cd "$root"
  if [ "$arch" = amd64 ]; then
    cargo zigbuild --release --locked --target x86_64-unknown-linux-gnu.2.28 >&2
    program=$target/x86_64-unknown-linux-gnu/release/nianbao
  else
    PATH="$tools/bin:/usr/bin:$PATH" with_std_from_source cargo-zigbuild zigbuild --release --locked --target aarch64-unknown-linux-gnu.2.28 >&2
    program=$target/aarch64-unknown-linux-gnu/release/nianbao
  fi
}

# The library comes as source; the two objects that begin and end a program are compiled by hand.
build_windows() {
  local source one start=$tools/start triple=x86_64-pc-windows-gnu
  source=$(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library/rtstartup
  [ -d "$source" ] || source=$(echo /usr/src/rustc-*/library/rtstartup)
  mkdir -p "$start"
  for one in rsbegin rsend; do
    RUSTC_BOOTSTRAP=1 /usr/bin/rustc --target $triple --crate-type lib --emit=obj --edition 2024 -A warnings -o "$start/$one.o" "$source/$one.rs"
  done
  cd "$root"
  export CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER=x86_64-w64-mingw32-gcc RUSTFLAGS="$RUSTFLAGS -L native=$start"
  with_std_from_source /usr/bin/cargo build --release --locked --features console --target $triple >&2
  program=$target/$triple/release
}

if [ -z "$program" ]; then
  case $kind in deb | tar) build_linux ;; *) build_windows ;; esac
fi

# The newest glibc that the program asks for.
glibc_of() { objdump -T "$1" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -1 | sed 's/GLIBC_//'; }

# Manual pages, completions, and the clerk's manual, from the program itself. It is built for this machine.
papers() {
  (cd "$root" && env -u RUSTFLAGS cargo run --quiet --features packaging --bin nianbao-papers -- "$1")
}

# The tree that a package and the archive share, below $1: bin, share.
lay_out_linux() {
  local size papers=$tools/papers
  install -Dm755 "$program" "$1/bin/nianbao"
  install -Dm644 "$here/linux/nianbao.desktop" "$1/share/applications/nianbao.desktop"
  install -Dm644 "$here/linux/nianbao.mime.xml" "$1/share/mime/packages/nianbao.xml"
  mkdir -p "$1/share/metainfo"
  sed "s/@VERSION@/$version/; s/@DATE@/$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)/" "$here/linux/nianbao.metainfo.xml" >"$1/share/metainfo/nianbao.metainfo.xml"
  for size in 16 24 32 48 64 128 256; do
    mkdir -p "$1/share/icons/hicolor/${size}x$size/apps"
    convert "$root/assets/icon.png" -resize "${size}x$size" -strip -define png:exclude-chunks=date,time "$1/share/icons/hicolor/${size}x$size/apps/nianbao.png"
  done
  rm -rf "$papers"
  papers "$papers"
  install -d "$1/share/man/man1"
  for size in "$papers"/*.1; do gzip -9nc "$size" >"$1/share/man/man1/$(basename "$size").gz"; done
  install -Dm644 "$papers/nianbao.bash" "$1/share/bash-completion/completions/nianbao"
  install -Dm644 "$papers/_nianbao" "$1/share/zsh/vendor-completions/_nianbao"
  install -Dm644 "$papers/nianbao.fish" "$1/share/fish/vendor_completions.d/nianbao.fish"
}

same_time() { find "$1" -exec touch -hd "@$SOURCE_DATE_EPOCH" {} +; }

copyright() {
  cat <<COPYRIGHT
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: nianbao

Files: *
Copyright: $(sed -n 's/^Copyright (c) //p' "$root/LICENSE-MIT" | head -1)
License: Expat or Apache-2.0

Files: fonts
Copyright: see OFL-NotoCJK.txt and OFL-LXGWWenKai.txt beside this file
License: OFL-1.1
Comment: The libraries that are built into the program, whose they are and under
 which licences, stand in licences.txt beside this file.

License: Expat
$(sed '1,/^Permission/{/^Permission/!d}; s/^$/./; s/^/ /' "$root/LICENSE-MIT")

License: Apache-2.0
 The whole text stands in /usr/share/common-licenses/Apache-2.0.

License: OFL-1.1
 The SIL Open Font License 1.1 stands beside this file.
COPYRIGHT
}

make_deb() {
  local tree=$tools/deb-$arch file=$out/nianbao_${version}_$arch.deb glibc
  rm -rf "$tree" && mkdir -p "$tree/DEBIAN" "$tree/usr" "$out"
  lay_out_linux "$tree/usr"
  install -d "$tree/usr/share/doc/nianbao"
  copyright >"$tree/usr/share/doc/nianbao/copyright"
  install -m644 "$root"/assets/fonts/OFL-*.txt "$root/assets/licences.txt" "$tools/papers/manual.pdf" "$tree/usr/share/doc/nianbao/"
  printf 'nianbao (%s) stable; urgency=medium\n\n  * Version %s.\n\n -- nianbao maintainers <nianbao@localhost>  %s\n' \
    "$version" "$version" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")" | gzip -9nc >"$tree/usr/share/doc/nianbao/changelog.gz"
  glibc=$(glibc_of "$program")
  cat >"$tree/DEBIAN/control" <<CONTROL
Package: nianbao
Version: $version
Architecture: $arch
Maintainer: nianbao maintainers <nianbao@localhost>
Installed-Size: $(du -k -s --apparent-size "$tree/usr" | cut -f1)
Section: editors
Priority: optional
Depends: libc6 (>= $glibc), libgcc-s1 | libgcc1, libx11-6, libx11-xcb1, libxcb1, libxcursor1, libxi6, libxkbcommon0, libxkbcommon-x11-0, libgl1, libegl1
Recommends: libwayland-client0, libwayland-egl1, xdg-desktop-portal | zenity, xdg-utils, shared-mime-info
Suggests: cups-client
Description: fills in the yearly report on open government information
 填写、核对、导出政府信息公开工作年度报告。
 .
 The report is presented as editable tables whose sums are checked while they
 are typed; drafts are never lost; the paper leaves as a tagged PDF that carries
 its data. Both editions of the official form are included. The program opens
 no network connection.
CONTROL
  (cd "$tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
  same_time "$tree"
  dpkg-deb --root-owner-group -Zxz --build "$tree" "$file" >&2
  echo "$file"
}

make_tar() {
  local name=nianbao-$version-linux-$arch tree
  tree=$tools/$name
  rm -rf "$tree" && mkdir -p "$tree" "$out"
  lay_out_linux "$tree"
  install -m755 "$here/linux/install.sh" "$tree/install.sh"
  install -m644 "$here/linux/使用说明.txt" "$root/LICENSE-MIT" "$root/LICENSE-APACHE" "$root"/assets/fonts/OFL-*.txt "$root/assets/licences.txt" "$tree/"
  install -m644 "$tools/papers/manual.pdf" "$tree/年报使用手册.pdf"
  tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=gnu -C "$tools" -c "$name" | gzip -9n >"$out/$name.tar.gz"
  echo "$out/$name.tar.gz"
}

# What a clerk on Windows is given, below $1. Notepad wants CRLF and a mark at the beginning.
lay_out_windows() {
  local text
  mkdir -p "$1"
  rm -rf "$tools/papers"
  papers "$tools/papers"
  cp "$tools/papers/manual.pdf" "$1/年报使用手册.pdf"
  cp "$program/nianbao.exe" "$1/nianbao.exe"
  cp "$program/nianbao-console.exe" "$1/nianbao.com"
  for text in "$here/windows/使用说明.txt:使用说明.txt" "$root/LICENSE-MIT:LICENSE-MIT.txt" "$root/LICENSE-APACHE:LICENSE-APACHE.txt" \
    "$root/assets/fonts/OFL-NotoCJK.txt:OFL-NotoCJK.txt" "$root/assets/fonts/OFL-LXGWWenKai.txt:OFL-LXGWWenKai.txt" \
    "$root/assets/licences.txt:licences.txt"; do
    { printf '\xef\xbb\xbf' && sed 's/\r*$/\r/' "${text%%:*}"; } >"$1/${text##*:}"
  done
}

make_zip() {
  local name=nianbao-$version-windows tree
  tree=$tools/$name
  rm -rf "$tree" && mkdir -p "$out"
  lay_out_windows "$tree"
  same_time "$tree"
  rm -f "$out/$name.zip"
  (cd "$tools" && find "$name" -type f | sort | zip -q -9 -X "$out/$name.zip" -@)
  echo "$out/$name.zip"
}

make_installer() {
  local tree=$tools/installer
  rm -rf "$tree" && mkdir -p "$out"
  lay_out_windows "$tree"
  cp "$root/assets/icon.ico" "$tree/nianbao.ico"
  same_time "$tree"
  makensis -V2 -INPUTCHARSET UTF8 "-DVERSION=$version" "-DFOLDER=$tree" "-DOUT=$out/nianbao-$version-setup.exe" "$here/windows/nianbao.nsi" >&2
  echo "$out/nianbao-$version-setup.exe"
}

"make_$kind"
