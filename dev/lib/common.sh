# shellcheck shell=bash
# What all servers share: folders, ports, processes, waiting. Sourced by dev/servers, which sets ROOT.
# A server NAME is a file dev/lib/NAME.sh with these functions:
#   NAME_installed    true if nothing is left to install
#   NAME_install      installs; prints a line for each thing it does
#   NAME_version      prints the installed version
#   NAME_ports        prints lines "PORT VARIABLE" that must be free before a start
#   NAME_address      prints the address to hand to clients
#   NAME_launch       starts the process detached and writes its pid file
#   NAME_ready        true once the server really answers
#   NAME_mark         prints a text that only this server's command line has (tells a stale pid)
# and, where the defaults do not do: NAME_stopped (after the process is gone), NAME_signal (the stop signal).

DEV=$ROOT/.dev
# Several checkouts may share one folder by a link; each then knows the other's servers as its own.
if [ -d "$DEV" ]; then DEV=$(cd "$DEV" && pwd -P) || exit 1; fi
BIN=$DEV/bin
DATA=$DEV/data
LOG=$DEV/log
RUN=$DEV/run
: "${ACTIVITY_CORE_START_SECONDS:=60}"

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; return 1; }
have() { command -v "$1" >/dev/null 2>&1; }
is_function() { [ "$(type -t "$1")" = function ]; }
is_root() { [ "$(id -u)" = 0 ]; }

make_folders() {
  mkdir -p "$BIN" "$DATA" "$LOG" "$RUN" || fail "cannot create $DEV"
}

# One dev/servers at a time, so that two test runs that start the same server do not race.
lock() {
  local waited=0 owner
  until mkdir "$RUN/lock" 2>/dev/null; do
    owner=$(cat "$RUN/lock/pid" 2>/dev/null)
    # Without an owner for 5 s, it was killed between the two steps.
    if { [ -n "$owner" ] && ! alive "$owner"; } || { [ -z "$owner" ] && [ $waited -gt 5 ]; }; then
      mv "$RUN/lock" "$RUN/lock.$$" 2>/dev/null && rm -rf "$RUN/lock.$$"
      continue
    fi
    if [ $waited = 0 ]; then say "waiting for another dev/servers (pid ${owner:-?})"; fi
    waited=$((waited + 1))
    if [ $waited -gt 1200 ]; then fail "another dev/servers holds $RUN/lock since 20 minutes"; return 1; fi
    sleep 1
  done
  echo $$ >"$RUN/lock/pid"
  trap 'rm -rf "$RUN/lock"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

# --- versions ---

# version_at_least HAVE WANT, on dotted numbers.
version_at_least() {
  local a b have_rest=${1%%[!0-9.]*} want_rest=$2
  while [ -n "$want_rest" ]; do
    a=${have_rest%%.*}
    b=${want_rest%%.*}
    if [ "${a:-0}" -gt "${b:-0}" ]; then return 0; fi
    if [ "${a:-0}" -lt "${b:-0}" ]; then return 1; fi
    case $have_rest in *.*) have_rest=${have_rest#*.} ;; *) have_rest= ;; esac
    case $want_rest in *.*) want_rest=${want_rest#*.} ;; *) want_rest= ;; esac
  done
  return 0
}

# Programs on PATH called $1, without our own folder, one path a line.
on_path() {
  type -ap "$1" 2>/dev/null | while IFS= read -r path; do
    case $path in "$BIN"/*) ;; *) printf '%s\n' "$path" ;; esac
  done
}

# --- packages ---

APT_UPDATED=
# apt_install PROGRAM PACKAGE...: installs the packages, or says what to install.
apt_install() {
  local program=$1
  shift
  if ! have apt-get; then fail "$program is missing; install it (macOS: brew install; Debian: apt-get install $*)"; return 1; fi
  if ! is_root; then fail "$program is missing; as root: apt-get install $*"; return 1; fi
  if [ -z "$APT_UPDATED" ]; then
    say "apt-get update"
    apt-get update -qq >>"$LOG/apt.log" 2>&1 </dev/null || say "apt-get update failed, trying with the lists at hand ($LOG/apt.log)"
    APT_UPDATED=yes
  fi
  say "apt-get install $*"
  if ! DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >>"$LOG/apt.log" 2>&1 </dev/null; then
    tail_of "$LOG/apt.log"
    fail "apt-get install $* failed"
    return 1
  fi
}

go_version() { go version 2>/dev/null | sed -n 's/^go version go\([0-9.]*\).*/\1/p'; }

need_go() {
  have go || apt_install go golang-go || return 1
  # From 1.21 on, go fetches the newer toolchain that a module asks for through the module proxy.
  version_at_least "$(go_version)" 1.21 && return 0
  fail "Go $(go_version) is too old: install Go 1.21 or newer (https://go.dev/dl/) and put it on PATH first"
}

# go_install PROGRAM MODULE@VERSION LABEL: builds PROGRAM into .dev/bin.
go_install() {
  local program=$1 module=$2 label=$3 log=$LOG/$1-build.log started=$SECONDS
  need_go || return 1
  say "$label: building $module with Go $(go_version) (minutes when nothing is cached; log $log)"
  if ! go_build "$module" >"$log" 2>&1; then
    # GOTOOLCHAIN=local forbids a newer toolchain; allow it for this build alone.
    if grep -q 'requires go >= ' "$log" && GOTOOLCHAIN=auto go_build "$module" >>"$log" 2>&1; then
      :
    else
      tail_of "$log"
      fail "$label: the build failed"
      return 1
    fi
  fi
  say "$label: built in $((SECONDS - started)) s"
}

# Outside the repository, so that no go.mod or go.work near it plays a part; never a cross build.
go_build() {
  (cd "$DEV" && unset GOOS GOARCH && GO111MODULE=on GOWORK=off GOBIN=$BIN nice go install "$1" </dev/null)
}

# fetch_maven GOAL ARG...: a goal of the dependency plugin, on our own pom so that the repository's modules play no part.
fetch_maven() {
  local goal=org.apache.maven.plugins:maven-dependency-plugin:3.8.1:$1
  shift
  set -- -B -ntp -f "$ROOT/dev/lib/servers-pom.xml" "$goal" "$@"
  if [ -x "$ROOT/mvnw" ]; then
    (cd "$ROOT" && nice ./mvnw "$@" </dev/null)
  else
    have mvn || apt_install mvn maven || return 1
    (cd "$DEV" && nice mvn "$@" </dev/null)
  fi
}

unpack_jar() { if have unzip; then unzip -qo "$1"; else "$(dirname "$(java_17)")/jar" xf "$1"; fi; }

# The path of a java that is 17 or newer: JAVA_HOME's, or PATH's.
java_17() {
  local java
  for java in "${JAVA_HOME:-/nonexistent}/bin/java" "$(command -v java)"; do
    [ -x "$java" ] || continue
    if version_at_least "$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9][0-9.]*\).*/\1/p' | head -n 1)" 17; then
      printf '%s' "$java"
      return 0
    fi
  done
  fail "Java 17 or newer is missing; install a JDK and set JAVA_HOME"
}

# --- ports ---

port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# http_get PORT PATH: the whole answer, with nothing but bash; fails if there is none within 2 s.
http_get() {
  (
    exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
    printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$2" >&3
    line=
    while IFS= read -r -t 2 line <&3; do printf '%s\n' "${line%$'\r'}"; done
    printf '%s' "$line"
  ) 2>/dev/null
}

port_owner() {
  local pid=
  if have lsof; then
    pid=$(lsof -nP -t -iTCP:"$1" -sTCP:LISTEN 2>/dev/null | head -n 1)
  elif have ss; then
    pid=$(ss -Hltnp "sport = :$1" 2>/dev/null | sed -n 's/.*pid=\([0-9]*\).*/\1/p' | head -n 1)
  fi
  [ -n "$pid" ] && printf ' (pid %s, %s)' "$pid" "$(ps -o comm= -p "$pid" 2>/dev/null | head -n 1)"
}

# ports_free NAME SECONDS: SECONDS of patience, for a process of ours that was killed and is still letting go.
ports_free() {
  local name=$1 port variable until=$((SECONDS + $2))
  while read -r port variable; do
    case $port in
      '' | *[!0-9]*) fail "$name: $variable='$port' is not a port"; return 1 ;;
    esac
    while port_open "$port" && [ $SECONDS -lt $until ]; do sleep 0.2; done
    if port_open "$port"; then
      fail "$name: port $port is taken by another process$(port_owner "$port"); set $variable to a free port"
      return 1
    fi
  done <<LINES
$("${name}_ports")
LINES
}

# --- processes ---

# A zombie is not alive: nobody may be there to reap it.
alive() {
  local state
  state=$(ps -o stat= -p "$1" 2>/dev/null) || return 1
  case $state in '' | *Z*) return 1 ;; esac
}

# True if PID lives and its command line has TEXT: a pid may have passed to a stranger.
is_ours() {
  alive "$1" || return 1
  case $(ps -ww -o args= -p "$1" 2>/dev/null) in *"$2"*) return 0 ;; *) return 1 ;; esac
}

pid_of() {
  local pid
  pid=$(head -n 1 "$RUN/$1.pid" 2>/dev/null)
  case $pid in '' | *[!0-9]*) return 1 ;; esac
  printf '%s' "$pid"
}

running() {
  local pid
  pid=$(pid_of "$1") && is_ours "$pid" "$("${1}_mark")"
}

# detached NAME COMMAND...: runs it in a session of its own, with no file of the caller's open; writes the pid file.
detached() {
  local name=$1 session=
  shift
  if have setsid; then session=setsid; fi
  (
    trap - EXIT INT TERM
    trap '' HUP
    exec </dev/null >>"$LOG/$name.log" 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
    exec $session "$@"
  ) &
  echo $! >"$RUN/$name.pid"
  # Or bash reports its end on our output.
  disown
}

tail_of() {
  say "--- last lines of $1" >&2
  tail -n 25 "$1" >&2 2>/dev/null
  say "---" >&2
}

# terminate PID TEXT SIGNAL SECONDS: asks, waits, then kills.
terminate() {
  local pid=$1 text=$2 until=$((SECONDS + $4))
  is_ours "$pid" "$text" || return 0
  kill "-$3" "$pid" 2>/dev/null
  while is_ours "$pid" "$text"; do
    if [ $SECONDS -ge $until ]; then
      kill -KILL "$pid" 2>/dev/null
      sleep 0.3
      return 1
    fi
    sleep 0.1
  done
}

clean_up() {
  rm -f "$RUN/$1.pid" "$RUN/$1.address"
  if is_function "${1}_stopped"; then "${1}_stopped"; fi
}

# --- the verbs ---

server_install() {
  local name=$1
  if "${name}_installed"; then
    say "$name: already installed ($("${name}_version"))"
  else
    "${name}_install" || return 1
    if ! "${name}_installed"; then fail "$name: the installation is not usable"; return 1; fi
    say "$name: installed ($("${name}_version"))"
  fi
}

server_start() {
  local name=$1 patience=0
  if running "$name"; then
    if [ -f "$RUN/$name.address" ]; then
      say "$name: already running at $(cat "$RUN/$name.address") (pid $(pid_of "$name"))"
      return 0
    fi
    say "$name: was started and not waited for (pid $(pid_of "$name"))"
    until_ready "$name"
    return
  fi
  if [ -f "$RUN/$name.pid" ]; then
    say "$name: pid $(pid_of "$name") is gone, cleaning up after it"
    clean_up "$name"
    patience=5
  fi
  rm -f "$RUN/$name.address"
  "${name}_installed" || server_install "$name" || return 1
  ports_free "$name" $patience || return 1
  if [ -f "$LOG/$name.log" ]; then mv -f "$LOG/$name.log" "$LOG/$name.log.1"; fi
  : >"$LOG/$name.log"
  if "${name}_launch"; then
    until_ready "$name"
  else
    not_started "$name" "could not be started"
  fi
}

until_ready() {
  local name=$1 pid started=$SECONDS until=$((SECONDS + ACTIVITY_CORE_START_SECONDS))
  pid=$(pid_of "$name")
  while [ $SECONDS -lt $until ] && alive "$pid"; do
    if "${name}_ready"; then
      "${name}_address" >"$RUN/$name.address.new" && mv -f "$RUN/$name.address.new" "$RUN/$name.address"
      say "$name: started at $(cat "$RUN/$name.address") (pid $pid, $((SECONDS - started)) s)"
      return 0
    fi
    sleep 0.1
  done
  if alive "$pid"; then
    kill -KILL "$pid" 2>/dev/null
    not_started "$name" "does not answer after $ACTIVITY_CORE_START_SECONDS s (ACTIVITY_CORE_START_SECONDS), killed"
  else
    not_started "$name" "ended while starting"
  fi
}

not_started() {
  say "$1: $2" >&2
  tail_of "$LOG/$1.log"
  clean_up "$1"
  return 1
}

server_stop() {
  local name=$1 pid signal=TERM
  if running "$name"; then
    pid=$(pid_of "$name")
    # Clients look for the address first: it goes before the server does.
    rm -f "$RUN/$name.address"
    if is_function "${name}_signal"; then signal=$("${name}_signal"); fi
    if terminate "$pid" "$("${name}_mark")" "$signal" 20; then
      say "$name: stopped (pid $pid)"
    else
      say "$name: did not stop within 20 s, killed (pid $pid)"
    fi
  elif [ -f "$RUN/$name.pid" ]; then
    say "$name: not running (pid $(pid_of "$name") was gone, cleaned up)"
  else
    say "$name: not running"
  fi
  clean_up "$name"
}

server_status() {
  local name=$1
  if running "$name"; then
    printf '%-9s running        %s  pid %s  %s\n' "$name" "$(cat "$RUN/$name.address" 2>/dev/null || echo 'not ready yet')" \
      "$(pid_of "$name")" "$("${name}_version")"
  elif "${name}_installed"; then
    printf '%-9s stopped        %s  pid -  %s\n' "$name" "$("${name}_address")" "$("${name}_version")"
  else
    printf '%-9s not installed  %s  pid -  -\n' "$name" "$("${name}_address")"
  fi
}
