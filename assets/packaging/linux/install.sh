#!/bin/sh
# Puts 年报 into the menu of this user, with its kinds of file; nothing outside of the home folder is touched.
#   ./install.sh --user        ./install.sh --uninstall
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=${XDG_DATA_HOME:-$HOME/.local/share}
programs=$HOME/.local/bin

refresh() {
  # Where a desktop lacks one of these it reads the folders by itself.
  if command -v update-mime-database >/dev/null 2>&1; then update-mime-database "$data/mime" >/dev/null 2>&1 || :; fi
  if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database "$data/applications" >/dev/null 2>&1 || :; fi
  if command -v gtk-update-icon-cache >/dev/null 2>&1; then gtk-update-icon-cache -q -f -t "$data/icons/hicolor" >/dev/null 2>&1 || :; fi
}

case "${1:-}" in
  --user)
    mkdir -p "$programs" "$data/applications" "$data/mime/packages"
    # Beside the old one and renamed over it: a window that is open keeps the program it has.
    cp "$here/bin/nianbao" "$programs/nianbao.new"
    chmod 755 "$programs/nianbao.new"
    mv -f "$programs/nianbao.new" "$programs/nianbao"
    # A blank or a quote in the path of the home folder stays one argument.
    quoted=$(printf '%s' "$programs/nianbao" | sed 's/[\\"`$]/\\&/g; s/%/%%/g; s/[\\&|]/\\&/g')
    sed "s|^Exec=nianbao|Exec=\"$quoted\"|; /^TryExec=/d" "$here/share/applications/nianbao.desktop" >"$data/applications/nianbao.desktop"
    cp "$here/share/mime/packages/nianbao.xml" "$data/mime/packages/nianbao.xml"
    for icon in "$here"/share/icons/hicolor/*/apps/nianbao.png; do
      size=$(basename "$(dirname "$(dirname "$icon")")")
      mkdir -p "$data/icons/hicolor/$size/apps"
      cp "$icon" "$data/icons/hicolor/$size/apps/nianbao.png"
    done
    refresh
    echo "已装好：菜单“办公”里有“年报”，双击 .nianbao 文件即可打开"
    ;;
  --uninstall)
    rm -f "$programs/nianbao" "$data/applications/nianbao.desktop" "$data/mime/packages/nianbao.xml" "$data"/icons/hicolor/*/apps/nianbao.png
    refresh
    echo "已卸载；年报文件都没有动"
    ;;
  *)
    echo "用法：./install.sh --user 装到当前用户；./install.sh --uninstall 卸载"
    exit 2
    ;;
esac
