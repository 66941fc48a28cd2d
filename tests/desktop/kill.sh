#!/usr/bin/env bash
# Kills the real program with SIGKILL at a random moment of editing and saving, again and again: the file stays whole, nothing
# older than a second is lost, and what was not saved is offered when the file is opened again. The number of times is the argument.
# Keys count from when they are sent: it wants a release build, and a machine that draws what is typed without a delay.
set -uo pipefail
times=${1:-50}
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"
need python3
desktop
speak_aloud
RANDOM=${SEED:-$$}
cell=t3.new.natural
file="$work/年报 1.nianbao"
"$NIANBAO" new --unit 西坡镇人民政府 --year 2023 "$file" >/dev/null || give_up "no report could be made"
number=1000
: >"$work/entered"

# To the first cell of table 三, three parts on; whether it was reached is seen by what arrives in the journal.
to_the_cell() {
  local part
  for part in 一、总体情况 规章，本年制发件数 一、本年新收; do
    keys ctrl+Next
    at on "$part" 2
  done
  number=$((number + 1))
  types "$number"
  keys Return Up
  until_true 10 arrived && echo "$(date +%s.%N) $number" >>"$work/entered"
}

arrived() { [ "$(python3 "$here/journal.py" value "$cell" "$file")" = "$number" ]; }

# One number typed over the last one and entered; now and then the report is saved.
enter_one() {
  number=$((number + 1))
  # Some twelve keys a second: nobody types figures faster.
  xdotool type --clearmodifiers --delay 80 -- "$number"
  xdotool key --clearmodifiers --delay 80 Return Up
  echo "$(date +%s.%N) $number" >>"$work/entered"
  if [ $((RANDOM % 6)) = 0 ]; then
    keys ctrl+s
  fi
}

kill_while_typing() {
  local end
  (while :; do enter_one; echo "$number" >"$work/number"; done) &
  local typing=$!
  sleep "$((RANDOM % 3)).$((RANDOM % 10))"
  kill -9 "$pid"
  end=$(date +%s.%N)
  wait "$pid" 2>/dev/null
  kill "$typing" 2>/dev/null
  wait "$typing" 2>/dev/null
  pid=''
  number=$(($(cat "$work/number" 2>/dev/null || echo "$number") + 1))
  python3 "$here/journal.py" judge "$cell" "$file" "$work/entered" "$end" | tee "$work/verdict"
  return "${PIPESTATUS[0]}"
}

whole() {
  "$NIANBAO" check "$file" >"$work/checked"
  [ $? -le 1 ]
}

offered=0
for run in $(seq "$times"); do
  kept=$(NIANBAO_DATA=$NIANBAO_DATA python3 "$here/journal.py" value "$cell" "$file")
  saved=$(NIANBAO_DATA=/nonexistent python3 "$here/journal.py" value "$cell" "$file")
  start "$file"
  until_true 10 title_has 西坡镇 || give_up "run $run: the report is not open"
  if [ "$kept" != "$saved" ]; then
    # The first button of what is asked takes up what was not saved.
    keys Return
    until_true 10 title_has 未保存 || give_up "run $run: nothing is offered, though the journal has $kept and the file $saved"
    offered=$((offered + 1))
  fi
  to_the_cell || give_up "run $run: $number does not arrive in the cell"
  check "run $run: nothing older than a second is lost" kill_while_typing
  check "run $run: the file is whole" whole
  [ "$failed" = 0 ] || break
done
echo "offered for recovery $offered times of $times"
finish
