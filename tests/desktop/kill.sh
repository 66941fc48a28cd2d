#!/usr/bin/env bash
# Kills the real program with SIGKILL at a random moment of editing and saving, again and again: the file stays whole, nothing
# older than a second is lost, and what was not saved is offered when the file is opened again. The number of times is the argument.
# A second counts from when the program has got the key, see typist.py: what waits in the X server's queue was not typed yet for it.
set -uo pipefail
times=${1:-50}
# shellcheck source=lib.sh
source "$(dirname "$0")/lib.sh"
need python3
desktop
RANDOM=${SEED:-$$}
cell=t3.new.natural
file="$work/年报 1.nianbao"
"$NIANBAO" new --unit 西坡镇人民政府 --year 2023 "$file" >/dev/null || give_up "no report could be made"
number=1000
: >"$work/entered"

# last_first NUMBER: its digits as typist.py types them.
last_first() {
  local digits=$1 typed=''
  while [ -n "$digits" ]; do
    typed=${digits:0:1}$typed
    digits=${digits:1}
  done
  echo "$typed"
}

# To the first cell of table 三, three parts on; whether it was reached is seen by what arrives in the journal.
to_the_cell() {
  number=$((number + 1 + (number % 10 == 9)))
  keys ctrl+Next ctrl+Next ctrl+Next
  types "$(last_first "$number")"
  keys Return Up
  until_true 20 arrived && echo "$(date +%s.%N) $number" >>"$work/entered"
}

arrived() { [ "$(python3 "$here/journal.py" value "$cell" "$file")" = "$(last_first "$number")" ]; }

kill_while_typing() {
  local end
  python3 "$here/typist.py" "$window" "$number" "$work/entered" "$RANDOM" &
  local typing=$!
  sleep "$((RANDOM % 3)).$((RANDOM % 10))"
  # Before it, without a process of its own: what is typed while one is made would count against the program.
  end=$EPOCHREALTIME
  kill -9 "$pid"
  wait "$pid" 2>/dev/null
  kill "$typing" 2>/dev/null
  wait "$typing" 2>/dev/null
  pid=''
  number=$(($(tail -1 "$work/entered" | cut -d' ' -f2) + 1))
  python3 "$here/journal.py" judge "$cell" "$file" "$work/entered" "$end" | tee "$work/verdict"
  return "${PIPESTATUS[0]}"
}

whole() {
  "$NIANBAO" check "$file" >"$work/checked"
  [ $? -le 1 ]
}

# The first button of what is asked takes up what was not saved; a key that comes before it is seen does not press it. Without
# the question the keys go into the text, and the journal of this program gets what the file has.
recovers() {
  if compgen -G "$NIANBAO_DATA/journals/*-$pid-*.journal"; then
    [ "$(python3 "$here/journal.py" value "$cell" "$file")" = "$kept" ]
  else
    keys Return
    false
  fi
}

offered=0
for run in $(seq "$times"); do
  kept=$(NIANBAO_DATA=$NIANBAO_DATA python3 "$here/journal.py" value "$cell" "$file")
  saved=$(NIANBAO_DATA=/nonexistent python3 "$here/journal.py" value "$cell" "$file")
  start "$file"
  until_true 10 title_has 西坡镇 || give_up "run $run: the report is not open"
  if [ "$kept" != "$saved" ]; then
    until_true 20 recovers || give_up "run $run: nothing is offered, though the journal has $kept and the file $saved"
    offered=$((offered + 1))
  fi
  to_the_cell || give_up "run $run: $number does not arrive in the cell"
  check "run $run: nothing older than a second is lost" kill_while_typing
  check "run $run: the file is whole" whole
  [ "$failed" = 0 ] || break
done
echo "offered for recovery $offered times of $times"
finish
