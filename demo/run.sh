#!/usr/bin/env bash
# A plain site on another port with the widget on it: demo/run.sh BIN DATA HOST PORT SITE_PORT (see `make demo`).
set -euo pipefail
bin=$1 data=$2 service=http://$3:$4 site=http://127.0.0.1:$5
mkdir -p "$data/demo"
sed "s#http://127.0.0.1:8000#$service#" "$(dirname "$0")/index.html" > "$data/demo/index.html"
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
trap exit INT TERM
KAYNAK_ALLOWED_ORIGINS=$site "$bin/kaynak" serve --data "$data" --host "$3" --port "$4" &
serve=$!
"$bin/python" -m http.server "$5" --bind 127.0.0.1 --directory "$data/demo" >/dev/null 2>&1 &
web=$!
(sleep 3; "$bin/python" -m webbrowser "$site" >/dev/null 2>&1 || true) &
echo "The demo site is at $site (Ctrl-C ends both)"
wait -n "$serve" "$web"
