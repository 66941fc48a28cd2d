#!/usr/bin/env bash
# The window comes back where it was and as large as it was, maximized or not, and on a screen that is still there.
# Needs Xvfb openbox xdotool dbus-run-session.
source "$(dirname "$0")/lib.sh"
need xdotool
desktop 1366x768
# Unlike for other scripts, windows are not maximized as they come, and there is a key for it.
sed -i 's/<maximized>yes/<maximized>no/; s|<desktops>|<keyboard><keybind key="W-m"><action name="ToggleMaximize"/></keybind></keyboard><desktops>|' \
  "$HOME/.config/openbox/rc.xml"
openbox --reconfigure

opened() { launch "$@"; until_true 30 has_window || give_up "no window came up"; }
closed() { xdotool windowactivate --sync "$window" && keys ctrl+q && until_true 10 is_gone; }
# x,y of the frame's corner, width and height of what is inside.
geometry() { xdotool getwindowgeometry --shell "$window" | sed -n 's/^\(X\|Y\|WIDTH\|HEIGHT\)=//p' | tr '\n' ' '; }
is_at() { [ "$(geometry)" = "$1" ]; }
fills() { local x y width height; read -r x y width height <<<"$(geometry)"; [ "$width" -ge 1360 ] && [ "$height" -ge 700 ]; }
is_kept() { grep -q "$1" "$NIANBAO_DATA/settings.json"; }

moved_and_sized() {
  xdotool windowsize "$window" 900 560 windowmove "$window" 210 90
  until_true 10 eval '[[ $(geometry) == *"900 560 " ]]' && where=$(geometry)
}
opened
check "the window is moved and made smaller" moved_and_sized
check "it closes" closed
for again in 1 2 3; do
  opened
  check "it comes back where it was, time $again" until_true 5 is_at "$where"
  closed
done

opened
check "it is made to fill the screen" eval 'xdotool key super+m && until_true 5 fills'
check "it closes" closed
check "both are kept" is_kept '900 560 1 max'
opened
check "it fills the screen again" until_true 5 fills
check "and is as small as before when it is made smaller" eval 'xdotool key super+m && until_true 5 is_at "$where"'
closed

# A place on a second screen that is not there today.
sed -i 's/"window": "[^"]*"/"window": "2000 90 900 560 1"/' "$NIANBAO_DATA/settings.json"
opened
on_the_screen() { local x y rest; read -r x y rest <<<"$(geometry)"; [ "$x" -ge 0 ] && [ "$x" -lt 1000 ] && [ "$y" -ge 0 ] && [ "$y" -lt 500 ]; }
check "a window of a screen that is gone comes onto the one that is there" until_true 5 on_the_screen
closed
finish
