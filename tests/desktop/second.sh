#!/usr/bin/env bash
# One window at one screen: a second start with a file hands it to the window that runs, and has a window of its own where that one is
# stuck, dead, or at another screen.
# Needs Xvfb openbox xdotool dbus-run-session.
source "$(dirname "$0")/lib.sh"
sample="$root/assets/samples/xipo-2020.json"
cp "$sample" "$work/甲 镇.nianbao"
sed 's/西坡镇人民政府/东坡镇人民政府/' "$sample" >"$work/乙 镇.nianbao"
desktop
start
first=$pid first_window=$window
listens() { compgen -G "$NIANBAO_DATA/window-*.sock"; }
until_true 10 listens || give_up "nobody listens"

# A second start: its exit code, and how long it took at most.
handed() { (cd "$work" && timeout 5 env PATH="$work/bin" "$NIANBAO" "$1") >"$work/second" 2>&1; }
check "a second start ends at once" handed "甲 镇.nianbao"
check "the window that runs opens its file" until_true 10 title_has 西坡镇
check "it hands over another one" handed "$work/乙 镇.nianbao"
check "which takes the place of the first" until_true 10 title_has 东坡镇
private() { [ "$(stat -c %a "$NIANBAO_DATA"/window-*.sock)" = 600 ] && [ "$(stat -c %a "$NIANBAO_DATA")" = 700 ]; }
check "the socket is the user's alone" private

# A window of its own: it comes up with the file.
own_window() { launch "$@"; until_true 30 has_window && until_true 10 title_has 西坡镇; }
end_it() { kill -9 "$pid"; wait "$pid" 2>/dev/null; }
kill -STOP "$first"
check "where the first one is stuck, the second has a window of its own" own_window "$work/甲 镇.nianbao"
end_it
kill -CONT "$first"
pid=$first window=$first_window
sleep 2
check "the one that was stuck does not open it afterwards" title_has 东坡镇
kill -9 "$first"
wait "$first" 2>/dev/null
check "where the first one is dead, the second has a window of its own" own_window "$work/甲 镇.nianbao"
check "and takes what comes from then on" eval 'handed "$work/乙 镇.nianbao" && until_true 10 title_has 东坡镇'
end_it
finish
