#!/usr/bin/env bash
# Tests the agents of agents.yaml: nothing is dialled, nothing costs money. For a CI job:
#
#   examples/ci.sh                          starts a Phony with its sandbox, and ends it again
#   PHONY_URL=http://... examples/ci.sh     asks one that runs, with PHONY_ALLOW_PRIVATE_URLS=true
#
# Ends with 0 if all is well; docs/personas.md has the exit codes of `phony call`.
set -euo pipefail
cd "$(dirname "$0")"

work=$(mktemp -d)
started=()
end() {
  for process in ${started[@]+"${started[@]}"}; do kill "$process" 2>/dev/null || true; done
  wait
  rm -rf "$work"
}
trap end EXIT

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

if [[ -z ${PHONY_URL:-} ]]; then
  port=$(free_port)
  PHONY_ALLOW_PRIVATE_URLS=true phony serve --port "$port" --sandbox-port 0 --no-speech \
    --data-dir "$work/data" >"$work/phony.log" 2>&1 &
  started+=($!)
  export PHONY_URL=http://127.0.0.1:$port
  for _ in {1..120}; do
    curl -sf "$PHONY_URL/health/ready" >"$work/ready" && break
    sleep 0.5
  done
fi

# The tool that the agent books with. In CI secrets are made up; in production they come from yours.
BOOKING_TOKEN=$(python3 -c 'import secrets; print(secrets.token_urlsafe())')
TOOL_SECRET=$(python3 -c 'import base64, os; print("whsec_" + base64.b64encode(os.urandom(32)).decode())')
port=$(free_port)
export BOOKING_TOKEN TOOL_SECRET BOOKING_URL=http://127.0.0.1:$port
python3 tool_server.py "$port" >"$work/tool.log" 2>&1 &
started+=($!)

phony agents apply agents.yaml --yes
phony agents apply agents.yaml --dry-run --exit-code # 3 if the account is another than the file

phony call --to +18578167225 --persona guest.yaml --json >"$work/guest.json"
phony call --from-agent Reminder --set customer_name=Kim --set time="7:30 PM" \
  --say "Yes, I will be there." --json >"$work/kim.json"
echo "All is well."
