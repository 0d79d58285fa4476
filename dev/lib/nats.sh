# shellcheck shell=bash
# NATS with JetStream that syncs every write, as the durability promises need it.

NATS_PORT=${ACTIVITY_CORE_NATS_PORT:-14222}
NATS_HTTP_PORT=${ACTIVITY_CORE_NATS_HTTP_PORT:-18222}
NATS_BUILD=2.15.2
NATS_MINIMUM=2.11

nats_version() { nats_version_of "$BIN/nats-server"; }
nats_version_of() { "$1" --version 2>/dev/null </dev/null | sed -n 's/.*v\([0-9][0-9.]*\).*/\1/p'; }
nats_suitable() {
  local version
  version=$(nats_version_of "$1")
  [ -n "$version" ] && version_at_least "$version" $NATS_MINIMUM
}
nats_installed() { [ -x "$BIN/nats-server" ] && nats_suitable "$BIN/nats-server"; }

nats_install() {
  local found
  while IFS= read -r found; do
    if [ -n "$found" ] && nats_suitable "$found"; then
      ln -sf "$found" "$BIN/nats-server" && say "nats: using $found" && return 0
    fi
  done <<PATHS
$(on_path nats-server)
PATHS
  rm -f "$BIN/nats-server"
  go_install nats-server "github.com/nats-io/nats-server/v2@v$NATS_BUILD" nats
}

nats_ports() {
  say "$NATS_PORT ACTIVITY_CORE_NATS_PORT"
  say "$NATS_HTTP_PORT ACTIVITY_CORE_NATS_HTTP_PORT"
}
nats_address() { say "nats://127.0.0.1:$NATS_PORT"; }
nats_mark() { say "$DATA/nats/nats.conf"; }

nats_launch() {
  mkdir -p "$DATA/nats" || return 1
  cat >"$DATA/nats/nats.conf" <<CONF || return 1
server_name: activity-core-dev
listen: "127.0.0.1:$NATS_PORT"
http: "127.0.0.1:$NATS_HTTP_PORT"
max_payload: 8MB
jetstream {
  store_dir: "$DATA/nats/jetstream"
  sync_interval: always
}
CONF
  detached nats "$BIN/nats-server" -c "$DATA/nats/nats.conf"
}

# healthz is "ok" only once JetStream has recovered its streams.
nats_ready() { http_get "$NATS_HTTP_PORT" /healthz | grep -q '"status":"ok"'; }
