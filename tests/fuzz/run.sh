#!/bin/bash
# Fuzzes the readers one after the other and packs what is worth keeping: see docs/fuzzing.md.
#   EXECUTIONS=10000000  altogether
#   READERS="link table" only these
set -euo pipefail
cd "$(dirname "$0")/../.."

EXECUTIONS=${EXECUTIONS:-10000000}
# Each reader with its share of the executions, in hundredths, and its longest text in bytes.
# Most for what is read from strangers; what is quick gets more than its share of the time.
SHARES="
table      10 6000
response    8 6000
code       11 1000
link       22 6000
plan        9 2000
record      8 6000
workshop    5 6000
report      2 8000
instrument  5 8000
language    3 6000
time       11 100
picture     2 8000
sealed      3 2000
file        1 20000
"
# A text that takes longer is a fault, and so is a process that grows larger.
SLOWEST=20
MEGABYTES=1024

work=target/fuzz
host=$(rustc -vV | sed -n 's/^host: //p')
# What cargo-fuzz sets as well, but for the address sanitizer: the readers forbid unsafe code.
llvm=(level=4 inline-8bit-counters pc-table trace-compares)
export RUSTFLAGS="-Ccodegen-units=1 -Cpasses=sancov-module $(printf -- '-Cllvm-args=-sanitizer-coverage-%s ' "${llvm[@]}")"
cargo build --locked --release --manifest-path tests/fuzz/Cargo.toml --target-dir "$work" --target "$host"
bin=$work/$host/release

echo "| reader | executions | seconds | places in the code | texts kept | MiB at most |"
echo "|---|--:|--:|--:|--:|--:|"
total=0
while read -r reader share longest; do
	case " ${READERS:-$reader} " in *" $reader "*) ;; *) continue ;; esac
	found=$work/found/$reader log=$work/$reader.log
	"$bin/kept" seeds "$reader" "$found"
	"$bin/kept" unpack "$reader" "$found"
	export PA_TARGET=$reader
	limits=(-timeout=$SLOWEST -rss_limit_mb=$MEGABYTES -max_len="$longest")
	"$bin/readers" "$found" -runs=$((EXECUTIONS * share / 100)) "${limits[@]}" \
		-dict=tests/fuzz/words.dict -artifact_prefix="$work/fault-$reader-" -print_final_stats=1 \
		>"$log" 2>&1 || { tail -n 40 "$log" | cut -c 1-500 >&2; exit 1; }
	# The fewest and shortest texts that come where no seed does.
	rm -rf "$work/few"
	"$bin/kept" seeds "$reader" "$work/few"
	"$bin/readers" -set_cover_merge=1 "${limits[@]}" "$work/few" "$found" >"$work/merge.log" 2>&1
	"$bin/kept" pack "$reader" "$work/few" >"$work/pack.log"
	stat() { sed -n "s/^stat::$1: *//p" "$log"; }
	executed=$(stat number_of_executed_units)
	total=$((total + executed))
	echo "| $reader | $executed | $(sed -n 's/^Done .* in \([0-9]*\) second.*/\1/p' "$log") | $(sed -n 's/.*DONE  *cov: \([0-9]*\) .*/\1/p' "$log") | $(cat "$work/pack.log") | $(stat peak_rss_mb) |"
done < <(grep . <<<"$SHARES")
echo "$total executions altogether"
