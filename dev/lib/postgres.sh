# shellcheck shell=bash
# PostgreSQL: a recent one of this machine, or the embedded binaries on Maven Central. It refuses to run as root:
# root starts it as the user postgres or nobody. Another major version on demand: ACTIVITY_CORE_POSTGRES_VERSION=14.

POSTGRES_PORT=${ACTIVITY_CORE_POSTGRES_PORT:-15433}
POSTGRES_WANTED=${ACTIVITY_CORE_POSTGRES_VERSION:-}
POSTGRES_MINIMUM=17
POSTGRES_RECORD=$DEV/postgres

postgres_home() { cat "$POSTGRES_RECORD/home" 2>/dev/null; }
postgres_version() { cat "$POSTGRES_RECORD/version" 2>/dev/null; }
postgres_installed() {
  [ -s "$POSTGRES_RECORD/version" ] && [ -x "$(postgres_home)/bin/postgres" ] || return 1
  [ -z "$POSTGRES_WANTED" ] || postgres_is "$(postgres_version)"
}
# Whether a version is of the major version that was asked for.
postgres_is() { [ "${1%%.*}" = "${POSTGRES_WANTED%%.*}" ]; }

# The release on Maven Central to fetch.
postgres_release() {
  case ${POSTGRES_WANTED:-18} in
    14) say 14.24.0 ;;
    15) say 15.19.0 ;;
    16) say 16.15.0 ;;
    17) say 17.11.0 ;;
    18) say 18.6.0 ;;
    *.*.*) say "$POSTGRES_WANTED" ;;
    *) fail "postgres: ACTIVITY_CORE_POSTGRES_VERSION='$POSTGRES_WANTED', expected 14 to 18, or a version on Maven Central such as 16.15.0" ;;
  esac
}

postgres_user() {
  if id -u postgres >/dev/null 2>&1; then say postgres; else say nobody; fi
}

# Runs a command as a user PostgreSQL accepts, in a folder that user can enter.
as_postgres() {
  (
    cd / || exit 1
    is_root || exec "$@"
    exec setpriv --reuid "$(id -u "$(postgres_user)")" --regid "$(id -g "$(postgres_user)")" --clear-groups "$@"
  )
}

# Programs and data: under .dev/, or where that user may go if some folder above .dev/ is root's alone.
postgres_folder() {
  local other
  if as_postgres test -x "$DEV" 2>/dev/null; then
    # shellcheck disable=SC2153
    mkdir -p "$DATA/postgres" && say "$DATA/postgres"
    return
  fi
  other=/var/tmp/activity-core-postgres-$(printf '%s' "$DEV" | cksum | cut -d ' ' -f 1)
  mkdir -p "$other" || return 1
  if [ ! -O "$other" ] || [ -L "$other" ]; then fail "postgres: $other belongs to another user"; return 1; fi
  [ -L "$DATA/postgres" ] || ln -s "$other" "$DATA/postgres" || return 1
  say "$other"
}

postgres_usable() {
  local program
  for program in postgres initdb; do [ -x "$1/bin/$program" ] || return 1; done
  version_at_least "$(postgres_version_of "$1")" "$2"
}
postgres_version_of() { as_postgres "$1/bin/postgres" --version 2>/dev/null | sed 's/.* \([0-9][0-9.]*\).*/\1/'; }

postgres_install() {
  if is_root && ! have setpriv; then
    fail "postgres: it does not run as root and setpriv (util-linux) is missing; run dev/servers as another user"
    return 1
  fi
  mkdir -p "$POSTGRES_RECORD" || return 1
  # Maven's has all that the tests use; a distribution may have its extensions in another package.
  if [ -n "$POSTGRES_WANTED" ]; then postgres_fetch || postgres_find 14; return; fi
  postgres_find $POSTGRES_MINIMUM || postgres_fetch || postgres_find 14
}

postgres_find() {
  local found
  while IFS= read -r found; do
    found=${found%/bin/postgres}
    if [ -x "$found/bin/postgres" ] && postgres_usable "$found" "$1" &&
      { [ -z "$POSTGRES_WANTED" ] || postgres_is "$(postgres_version_of "$found")"; }; then
      say "postgres: using $found"
      postgres_record "$found"
      return
    fi
  done <<PATHS
$(on_path postgres)
$(printf '%s\n' /usr/lib/postgresql/*/bin/postgres | sort -r)
PATHS
  return 1
}

postgres_record() {
  printf '%s\n' "$1" >"$POSTGRES_RECORD/home"
  postgres_version_of "$1" >"$POSTGRES_RECORD/version"
}

postgres_fetch() {
  local platform folder program new release log=$LOG/postgres-install.log started=$SECONDS
  case "$(uname -s)-$(uname -m)" in
    Linux-x86_64) platform=linux-amd64 ;;
    Linux-aarch64 | Linux-arm64) platform=linux-arm64v8 ;;
    Darwin-x86_64) platform=darwin-amd64 ;;
    Darwin-arm64) platform=darwin-arm64v8 ;;
    *) fail "postgres: no binaries for $(uname -s) $(uname -m); install PostgreSQL 14 or newer and put it on PATH"; return 1 ;;
  esac
  # BSD tar unpacks xz itself.
  have xz || [ "$(uname -s)" = Darwin ] || apt_install xz xz-utils || return 1
  folder=$(postgres_folder) || return 1
  release=$(postgres_release) || return 1
  program=$folder/program${POSTGRES_WANTED:+-$POSTGRES_WANTED}
  if [ -n "$POSTGRES_WANTED" ] && [ -x "$program/bin/postgres" ]; then
    say "postgres: using $program"
    postgres_record "$program"
    return
  fi
  new=$program.new
  say "postgres: fetching PostgreSQL $release ($platform) from Maven Central (log $log)"
  rm -rf "$new" "$program"
  mkdir -p "$new" || return 1
  if ! fetch_maven copy -DoutputDirectory="$new" \
    -Dartifact=io.zonky.test.postgres:embedded-postgres-binaries-$platform:$release >"$log" 2>&1; then
    tail_of "$log"
    fail "postgres: Maven could not fetch it"
    return 1
  fi
  (
    cd "$new" && unpack_jar ./*.jar && tar -xf postgres-*.txz && rm -rf ./*.jar postgres-*.txz META-INF
  ) >>"$log" 2>&1 || { tail_of "$log"; fail "postgres: cannot unpack it"; return 1; }
  mv "$new" "$program" && postgres_record "$program" || return 1
  say "postgres: fetched in $((SECONDS - started)) s"
}

postgres_ports() { say "$POSTGRES_PORT ACTIVITY_CORE_POSTGRES_PORT"; }
postgres_address() { say "jdbc:postgresql://127.0.0.1:$POSTGRES_PORT/activity?user=activity"; }
# Data of one major version is of no use to another: each has its own folder.
postgres_data() {
  local version
  version=$(postgres_version)
  say "$(postgres_folder)/${version%%.*}"
}
postgres_mark() { postgres_data; }
# Fast shutdown: does not wait for clients to leave.
postgres_signal() { say INT; }

postgres_launch() {
  local data bin library
  data=$(postgres_data) || return 1
  bin=$(postgres_home)/bin
  postgres_children_gone
  if [ ! -f "$data/activity.created" ]; then
    postgres_create "$bin" "$data" >>"$LOG/postgres.log" 2>&1 || return 1
  fi
  set -- -D "$data" -p "$POSTGRES_PORT" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c "cluster_name=activity-core-$POSTGRES_PORT"
  for library in "${bin%/bin}"/lib/pg_stat_statements.* "${bin%/bin}"/lib/postgresql/pg_stat_statements.*; do
    if [ -f "$library" ]; then
      set -- "$@" -c shared_preload_libraries=pg_stat_statements
      break
    fi
  done
  if is_root; then
    set -- setpriv --reuid "$(id -u "$(postgres_user)")" --regid "$(id -g "$(postgres_user)")" --clear-groups "$bin/postgres" "$@"
  else
    set -- "$bin/postgres" "$@"
  fi
  cd / && detached postgres "$@"
}

postgres_create() {
  local bin=$1 data=$2
  rm -rf "$data"
  mkdir -p "$data" && chmod 700 "$data" || return 1
  if is_root; then chown "$(postgres_user)" "$data" || return 1; fi
  as_postgres "$bin/initdb" -D "$data" -A trust -U activity --encoding=UTF8 --locale=C || return 1
  # The embedded binaries have no client: the database is made without a server.
  printf 'CREATE DATABASE activity\n' | as_postgres "$bin/postgres" --single -D "$data" postgres || return 1
  : >"$data/activity.created"
}

# After a kill -9 its children end by themselves within moments; until then a new server refuses their memory.
postgres_children_gone() {
  local until=$((SECONDS + 10))
  # shellcheck disable=SC2009
  while [ $SECONDS -lt $until ] && ps -ax -ww -o args= | grep -q "^postgres: activity-core-$POSTGRES_PORT: "; do sleep 0.2; done
}

# Opens a session on the database: the first byte is R (let in) once it is up, E before.
postgres_ready() {
  local answer
  answer=$(
    (
      exec 3<>"/dev/tcp/127.0.0.1/$POSTGRES_PORT" || exit 1
      printf '\0\0\0\051\0\003\0\0user\0activity\0database\0activity\0\0' >&3
      IFS= read -r -n 1 -t 2 byte <&3 && printf '%s' "$byte"
    ) 2>/dev/null
  )
  [ "$answer" = R ]
}
