# shellcheck shell=bash
# Temporal's development server with its UI, on a SQLite file, tuned as our benchmarks need it.

TEMPORAL_PORT=${ACTIVITY_CORE_TEMPORAL_PORT:-17233}
TEMPORAL_UI_PORT=${ACTIVITY_CORE_TEMPORAL_UI_PORT:-18233}
TEMPORAL_HTTP_PORT=${ACTIVITY_CORE_TEMPORAL_HTTP_PORT:-17243}
# The last version that `go install` takes: later ones have a nested module.
TEMPORAL_CLI=1.5.1
TEMPORAL_SERVER_MINIMUM=1.29

# The CLI reads its own TEMPORAL_... settings from the environment; none of them may point our commands elsewhere.
temporal_cli() {
  (
    # shellcheck disable=SC2086
    unset ${!TEMPORAL_@}
    "$BIN/temporal" "$@" </dev/null
  )
}

temporal_version() { temporal_version_of "$BIN/temporal"; }
# The server's version: a CLI built by go does not know its own.
temporal_version_of() { "$1" --version 2>/dev/null </dev/null | sed -n 's/.*Server \([0-9][0-9.]*\).*/\1/p'; }
temporal_suitable() {
  local server
  server=$(temporal_version_of "$1")
  [ -n "$server" ] && version_at_least "$server" $TEMPORAL_SERVER_MINIMUM
}
temporal_installed() { [ -x "$BIN/temporal" ] && temporal_suitable "$BIN/temporal"; }

temporal_install() {
  local found
  while IFS= read -r found; do
    if [ -n "$found" ] && temporal_suitable "$found"; then
      ln -sf "$found" "$BIN/temporal" && say "temporal: using $found" && return 0
    fi
  done <<PATHS
$(on_path temporal)
PATHS
  rm -f "$BIN/temporal"
  go_install temporal "github.com/temporalio/cli/cmd/temporal@v$TEMPORAL_CLI" temporal
}

temporal_ports() {
  say "$TEMPORAL_PORT ACTIVITY_CORE_TEMPORAL_PORT"
  say "$TEMPORAL_UI_PORT ACTIVITY_CORE_TEMPORAL_UI_PORT"
  say "$TEMPORAL_HTTP_PORT ACTIVITY_CORE_TEMPORAL_HTTP_PORT"
}
temporal_address() { say "127.0.0.1:$TEMPORAL_PORT"; }
temporal_mark() { say "$DATA/temporal/temporal.db"; }

temporal_launch() {
  local ui=$TEMPORAL_UI_PORT http=$TEMPORAL_HTTP_PORT port=$TEMPORAL_PORT
  mkdir -p "$DATA/temporal" || return 1
  (
    # shellcheck disable=SC2086
    unset ${!TEMPORAL_@}
    GOGC=400
    # The server asks its makers for a newer version otherwise.
    TEMPORAL_VERSION_CHECK_DISABLED=true
    export GOGC TEMPORAL_VERSION_CHECK_DISABLED
    detached temporal "$BIN/temporal" server start-dev \
      --ip 127.0.0.1 --port "$port" --ui-ip 127.0.0.1 --ui-port "$ui" --http-port "$http" \
      --db-filename "$DATA/temporal/temporal.db" --log-level error \
      --search-attribute activity_id=Keyword \
      --sqlite-pragma journal_mode=wal --sqlite-pragma synchronous=1 \
      --dynamic-config-value system.enableActivityEagerExecution=true \
      --dynamic-config-value system.enableEagerWorkflowStart=true \
      --dynamic-config-value matching.numTaskqueueReadPartitions=1 \
      --dynamic-config-value matching.numTaskqueueWritePartitions=1
  )
}

# The namespace and the search attribute come last in a start; a client that sees them can begin.
temporal_ready() {
  port_open "$TEMPORAL_PORT" || return 1
  temporal_cli operator search-attribute list --address "$(temporal_address)" --namespace default 2>/dev/null | grep -q '^ *activity_id '
}
