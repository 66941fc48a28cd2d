#!/usr/bin/env bash
# A fault of the program in a real window: the clock fails once, which the standard library answers by a panic. The window comes back by
# itself, says so and hands out what was written down; what was typed is offered again; the log has no word of the report.
# Needs Xvfb, openbox, xdotool, xclip, at-spi2-core, gdbus, dbus-run-session, python3, cc.
source "$(dirname "$0")/lib.sh"
need Xvfb openbox xdotool xclip gdbus dbus-run-session python3 pgrep cc

export NIANBAO_TEST_FAULT="$work/fault"
cat >"$work/clock.c" <<'C'
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
/* The clock as it is, but for one call of the window's thread while the file is there. */
int clock_gettime(clockid_t clock, struct timespec *time) {
    if (getpid() == syscall(SYS_gettid) && unlink(getenv("NIANBAO_TEST_FAULT")) == 0) {
        errno = EINVAL;
        return -1;
    }
    return syscall(SYS_clock_gettime, clock, time);
}
C
cc -shared -fPIC -O2 -o "$work/clock.so" "$work/clock.c" || skip "cc builds no library"

# The window that came in the place of the first: another process of this run.
came_back() {
  local one
  for one in $(ours -x -f "$NIANBAO"); do
    [ "$one" != "$first" ] && pid=$one && has_window && return
  done
  pid=$first
  return 1
}
log_has() { grep -qF -- "$1" "$NIANBAO_DATA"/log.txt; }
log_lacks() { ! grep -rqF -- "$1" "$NIANBAO_DATA"/log.txt; }

desktop 1366x768
speak_aloud
export LD_PRELOAD="$work/clock.so"
start
unset LD_PRELOAD
must "a report is begun" new_report 西坡镇人民政府 2024
keys ctrl+Next
at on 一、总体情况 10 || give_up "一、总体情况 has not the focus"
pastes "从来没有保存过的一句话。"
written() { grep -rqF 从来没有保存过的一句话 "$NIANBAO_DATA"; }
must "a sentence is typed and kept" until_true 10 written
first=$pid
touch "$NIANBAO_TEST_FAULT"
keys Left
must "the program ends" until_true 20 is_gone
must "and comes back by itself" until_true 30 came_back
must "it says that there was a fault" at wait 程序刚才出错，已重新打开 20
check "what was written down can be copied" at wait =复制错误信息 5
shot fault
keys Escape
must "what was typed is offered" at wait =恢复 20
at click =恢复
until_true 20 title_has 西坡镇 || give_up "the report is not recovered"
at on =引言 10
keys ctrl+Next
at on 一、总体情况 10
stands() { at spoken | grep -F 从来没有保存过的一句话; }
check "and there it is" until_true 10 stands
check "the log names the place of the fault" log_has .rs:
check "and has no word of the report" log_lacks 西坡镇
check "nor of what was typed" log_lacks 从来没有保存
finish
