#!/usr/bin/env bash
# Bytes from strangers: every reader under libFuzzer with address and undefined-behaviour sanitizers, SECONDS each, as many
# at a time as there are processors. `make fuzz` builds them first.
#   scripts/fuzz.sh [SECONDS] [TARGET]...      findings are kept in build/fuzz/findings
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
shift || true
built=build/sanitize build=build/fuzz
targets=(config resolved experiment table figures manifest result merged parts checkpoint)
[ $# -eq 0 ] || targets=("$@")

# ---- valid files of every kind, to be damaged
base=$PWD/$build/base
rm -rf "$base" && mkdir -p "$base"
cat >"$base/base.yaml" <<'TEXT'
seed: 1
municipality: lillkoping
regime: ordinary
run: {days: 28, burn_in_days: 0, replicates: 2}
record: {level: unit, period_days: 14, snapshot_every_days: 14}
TEXT
cat >"$base/rows.csv" <<'TEXT'
# rows
plan.continuity_weight,regime,organisation.notice_days
0.5,ordinary,14
1.5,trust-steering,7
TEXT
head='title: t
question: q
config: base.yaml
arms: [{name: a, regime: ordinary}, {name: b, regime: trust-steering}]
outcomes: [quality, cost]
'
printf '%s%s\n' "$head" 'claims: [{name: c, text: t, outcome: quality, contrast: [b, a], direction: higher, smallest: 0.01, days: [14, 28]}]' >"$base/claim.yaml"
printf '%s%s\n' "${head/arms:*trust-steering\}\]/}" 'sweep: {table: rows.csv, keep: {windows: {w: [0, 14]}, series: true, snapshots: [employee_strain]}}' >"$base/table.yaml"
$built/tillit experiment "$base/claim.yaml" --out "$base/result.h5" --quiet >/dev/null
for shard in 1 2; do
    $built/tillit sweep "$base/table.yaml" --out "$base/sweep" --shard $shard/2 --quiet >/dev/null 2>&1 || true
done
$built/tillit merge "$base/sweep" --out "$base/merged.h5" >/dev/null

# ---- inputs to begin with
seeds=$build/seeds
rm -rf "$seeds" && mkdir -p "$seeds"/{config,resolved,experiment,table,figures,manifest,result,merged,parts,checkpoint}
cp configs/*.yaml configs/regimes/*.yaml configs/municipalities/lillkoping.yaml "$seeds/config"
$built/tillit check configs/small.yaml --format json >"$seeds/resolved/small.json"
cp "$seeds/resolved/small.json" "$seeds/config/resolved.yaml"
cat >"$seeds/config/market.yaml" <<'TEXT'
seed: 1
municipality: lillkoping
market: {externals: 2, share: 0.4, pool: {small: 2, large: 1, nonprofit: 1}}
timeline: [{name: x, day: 14, set: {plan.knowledge: 1}, where: {external: true, outlying: false, providers: [2]}}]
TEXT
sed 's/^market: .*/market: {split: {parts: [0.5, 0.3, 0.2]}}/; s/external: true/kind: [municipal]/' "$seeds/config/market.yaml" >"$seeds/config/split.yaml"
sed 's/share: 0.4,/share: 0.4, begins: 7, ask: 0.5,/' "$seeds/config/market.yaml" >"$seeds/config/later.yaml"
sed 's/^market: .*/market: {lov: {opens: 7, slots: 5, ask: 0.5}, lou: [{name: a, day: 20, starts: 40, length_days: 90, renewals: [30], award: {quality: 0.5}, ask: 1, lots: [{name: x, providers: 2, areas: [1], share: 0.2, orientation: nonprofit}], phases: [{day: 40, share: 0.5}, {day: 80, share: 1}]}]}/' "$seeds/config/market.yaml" >"$seeds/config/choice.yaml"
sed 's/^market: .*/market: {lou: [{name: a, day: 0, lots: [{name: x, areas: [1], share: 0.2}], phases: {when: queue, steps: [0.5, 1]}}, {name: b, day: 30, transfer: true, lots: [{name: y, areas: [1], share: 0.1}]}]}/' "$seeds/config/market.yaml" >"$seeds/config/tenders.yaml"
for name in market split later choice tenders; do
    $built/tillit check "$seeds/config/$name.yaml" --format json >"$seeds/resolved/$name.json"
done
for file in experiments/*.yaml; do
    sed 's/^config: .*/config: base.yaml/' "$file" >"$seeds/experiment/$(basename "$file")"
done
printf '%s%s\n' "${head/b, regime: trust-steering/b, market: {externals: 2, share: 0.4\}}" 'claims: [{name: c, text: t, outcome: quality, arm: b, groups: [external, municipal], direction: higher, smallest: 0.01}, {name: d, text: t, outcome: quality, arm: b, level: {above: 0.5}}]' >"$seeds/experiment/market.yaml"
cp "$base/table.yaml" "$base/claim.yaml" "$seeds/experiment"
cp "$base/rows.csv" experiments/*.csv "$seeds/table"
sed 's/,/;/g; s/\([0-9]\)\.\([0-9]\)/\1,\2/g' "$base/rows.csv" >"$seeds/table/swedish.csv"
cp configs/uppgifter.csv "$seeds/figures"
printf 'uppgift;värde\r\nbrukare;1 200\r\ntimmar;28,5\r\nanställda per chef;38\r\n"nöjda";"86 %%"\r\n' | iconv -t WINDOWS-1252 >"$seeds/figures/windows.csv"
printf 'recipients,480\nhours,28,5\nareas\t3\n' >"$seeds/figures/mixed.csv"
cp "$base/sweep/sweep.json" "$seeds/manifest"
for kind in result merged parts; do
    for what in 0 1 2 4 5 6 7; do
        printf "\\x0$what\\x00\\x0$what\\x05\\x01\\x02\\x00\\x03{\"format\": 1}" >"$seeds/$kind/$what"
    done
done

printf 'Tillit checkpoint, layout 1\n' >"$seeds/checkpoint/head"
for what in 1 5 7; do
    printf "\\x0$what\\x0$what\\x00\\x10\\x03\\x0a\\x00\\x05\\x01" >"$seeds/checkpoint/$what"
done

# ---- the run
export TILLIT_FUZZ_BASE=$base TILLIT_CONFIGS=$PWD/configs UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export seconds built build seeds
mkdir -p $build/findings
fuzz() { # fuzz TARGET: says what it found
    local log=$build/$1.log
    mkdir -p "$build/corpus/$1"
    if "$built/target-$1" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
        -artifact_prefix="$build/findings/$1-" "$build/corpus/$1" "$seeds/$1" >"$log" 2>&1; then
        printf '%-11s %s inputs, no finding\n' "$1" "$(sed -n 's/stat::number_of_executed_units: //p' "$log")"
    else
        printf '%-11s FOUND: %s\n' "$1" "$log"
        grep -m 12 -E 'ERROR|SUMMARY|runtime error|^fuzz:|Test unit' "$log" || tail -n 12 "$log"
    fi
}
export -f fuzz
printf '%s\n' "${targets[@]}" | xargs -P "$(nproc)" -I {} bash -c 'fuzz {}' | tee $build/said
passed=$(grep -c 'inputs, no finding$' $build/said || true)
printf 'fuzz: %d passed, %d failed\n' "$passed" $((${#targets[@]} - passed))
[ "$passed" -eq ${#targets[@]} ]
