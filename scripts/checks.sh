# shellcheck shell=bash
# What scripts/test and scripts/check share: sourced, not run.

logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

# check NAME COMMAND...: runs it, prints its output only if it fails.
check() {
  local name=$1 log=$logs/$1 began=$SECONDS
  shift
  if "$@" >"$log" 2>&1; then
    printf '  ok      %s (%s s)\n' "$name" $((SECONDS - began))
  else
    printf '  FAILED  %s: %s\n' "$name" "$*"
    sed 's/^/          /' "$log"
    echo "$name" >>"$logs/failed"
  fi
}

code_checks() {
  check format ruff format --check .
  check lint ruff check .
  check shell shellcheck -x scripts/start scripts/test scripts/check scripts/lock scripts/pythons \
    scripts/setup.sh scripts/checks.sh .ci/run examples/ci.sh
  check types mypy
}
