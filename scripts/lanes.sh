#!/usr/bin/env bash
# Targets of make that do not need one another, two at a time. What each says is printed whole when it ends, under its name,
# with its time by the clock and that of processors, which stand once more at the end. A failure stops no other and fails the whole.
# usage: scripts/lanes.sh "TARGET..."...      the targets of one argument run one after another
set -uo pipefail
cd "$(dirname "$0")/.."
said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT
touch "$said/outcomes"
export said TIMEFORMAT='%0R s, %0U + %0S s of processors'

lane() { # lane "TARGET..."
    local own=$said/$BASHPID outcome=good
    printf -- '--- %s: begins\n' "$1"
    # shellcheck disable=SC2086
    { time make --no-print-directory $1 >"$own" 2>&1; } 2>"$own.time" || outcome=FAILED
    flock "$said" bash -c 'printf "\n=== %s\n" "$1"; cat "$2"; echo "$1" >>"$said/outcomes"' - \
        "$outcome: $1, $(tail -n 1 "$own.time")" "$own"
    [ $outcome = good ]
}
export -f lane
printf '%s\0' "$@" | xargs -0 -P 2 -I {} bash -c 'lane "$1"' - {}
outcome=$?
printf '\n=== side by side\n'
cat "$said/outcomes"
exit "$outcome"
