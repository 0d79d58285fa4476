# shellcheck shell=bash
# RabbitMQ 4 as a private process. Debian 12 carries 3.10, so on Debian it comes from a folder with Debian 13's
# packages (debootstrap) and runs in there with chroot. Its /proc is mounted in a mount namespace of the process
# alone: it goes away with the process, however that ends.

RABBITMQ_PORT=${ACTIVITY_CORE_RABBITMQ_PORT:-15673}
RABBITMQ_DIST=${ACTIVITY_CORE_RABBITMQ_DIST_PORT:-15674}
RABBITMQ_EPMD=${ACTIVITY_CORE_RABBITMQ_EPMD_PORT:-15675}
RABBITMQ_MINIMUM=4.0
RABBITMQ_SUITE=trixie
RABBITMQ_FOLDER=$DEV/rabbitmq
RABBITMQ_ROOT=$RABBITMQ_FOLDER/root
# Debian's own rabbitmq-server on PATH changes the user and refuses another data folder; these programs do neither.
RABBITMQ_DEBIAN_BIN=/usr/lib/rabbitmq/bin
# A folder for the data of a server of a test's own (rabbitmq-private sets it); empty: dev/servers' own. Such a server
# looks at consumer timeouts twice a second rather than once a minute.
RABBITMQ_OWN=

# Where the programs are: a folder of this machine, or of the Debian 13 tree.
rabbitmq_home() { cat "$RABBITMQ_FOLDER/home" 2>/dev/null; }
rabbitmq_in_tree() { [ "$(rabbitmq_home)" = tree ]; }
# Without Debian's own revision.
rabbitmq_version() { sed 's/-.*//' "$RABBITMQ_FOLDER/version" 2>/dev/null; }
rabbitmq_installed() {
  [ -s "$RABBITMQ_FOLDER/version" ] || return 1
  if rabbitmq_in_tree; then
    [ -x "$RABBITMQ_ROOT$RABBITMQ_DEBIAN_BIN/rabbitmq-server" ]
  else
    [ -x "$(rabbitmq_home)/rabbitmq-server" ]
  fi
}

rabbitmq_install() {
  local found version
  mkdir -p "$RABBITMQ_FOLDER" || return 1
  rm -f "$RABBITMQ_FOLDER/version"
  while IFS= read -r found; do
    [ -x "$found" ] || continue
    found=$(dirname "$found")
    version=$(HOME=$RABBITMQ_FOLDER "$found/rabbitmqctl" version 2>/dev/null </dev/null | tail -n 1)
    case $version in [0-9]*) ;; *) continue ;; esac
    if version_at_least "$version" $RABBITMQ_MINIMUM; then
      say "rabbitmq: using $found"
      printf '%s\n' "$found" >"$RABBITMQ_FOLDER/home"
      printf '%s\n' "$version" >"$RABBITMQ_FOLDER/version"
      return 0
    fi
  done <<PATHS
$RABBITMQ_DEBIAN_BIN/rabbitmq-server
$(on_path rabbitmq-server | grep -v '^/usr/sbin/')
PATHS
  rabbitmq_install_tree
}

rabbitmq_install_tree() {
  local new=$RABBITMQ_FOLDER/root.new log=$LOG/rabbitmq-install.log started=$SECONDS mirror
  if ! have apt-get || ! is_root; then
    fail "rabbitmq: no RabbitMQ $RABBITMQ_MINIMUM or newer on PATH; install it (macOS: brew install rabbitmq), or run this as root on Debian"
    return 1
  fi
  case $RABBITMQ_ROOT in
    *[[:space:]]*) fail "rabbitmq: debootstrap does not work in a folder with a space in its path: $ROOT"; return 1 ;;
  esac
  have debootstrap || apt_install debootstrap debootstrap || return 1
  have unshare || apt_install unshare util-linux || return 1
  [ -f /usr/share/keyrings/debian-archive-keyring.gpg ] || apt_install debian-archive-keyring debian-archive-keyring || return 1
  mirror=$(debian_mirror)
  say "rabbitmq: fetching Debian $RABBITMQ_SUITE with rabbitmq-server into .dev/rabbitmq/root (1-3 minutes; log $log)"
  rabbitmq_remove_tree "$new" && rabbitmq_remove_tree "$RABBITMQ_ROOT" || return 1
  # In a mount namespace of its own, so that an interrupted run leaves no mount behind.
  if ! nice unshare --mount debootstrap --variant=minbase --include=rabbitmq-server \
    --keyring=/usr/share/keyrings/debian-archive-keyring.gpg $RABBITMQ_SUITE "$new" ${mirror:+"$mirror"} >"$log" 2>&1 </dev/null; then
    tail_of "$log"
    fail "rabbitmq: debootstrap failed"
    return 1
  fi
  rm -rf "$new"/var/cache/apt/archives/*.deb "$new"/var/lib/apt/lists/*
  printf '127.0.0.1 localhost\n' >"$new/etc/hosts"
  mv "$new" "$RABBITMQ_ROOT" || return 1
  # shellcheck disable=SC2016
  chroot "$RABBITMQ_ROOT" dpkg-query -W -f '${Version}\n' rabbitmq-server >"$RABBITMQ_FOLDER/version" || return 1
  printf 'tree\n' >"$RABBITMQ_FOLDER/home"
  say "rabbitmq: fetched in $((SECONDS - started)) s"
}

# Never across a mount: an older tool's /proc or /dev mount inside would be the machine's own.
rabbitmq_remove_tree() {
  [ -e "$1" ] || return 0
  if grep -q " $1/" /proc/mounts 2>/dev/null; then fail "rabbitmq: something is mounted under $1; unmount it first"; return 1; fi
  rm -rf --one-file-system "$1"
}

# The mirror this machine's apt uses for Debian itself; empty leaves debootstrap its default.
debian_mirror() {
  local id=
  # shellcheck source=/dev/null
  id=$(. /etc/os-release 2>/dev/null; printf '%s' "${ID:-}")
  [ "$id" = debian ] || return 0
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(REPO_URI) $(LABEL)' 'Identifier: Packages' 'Component: main' 2>/dev/null |
    sed -n 's/^\([^ ]*\) Debian$/\1/p' | head -n 1
}

rabbitmq_ports() {
  say "$RABBITMQ_PORT ACTIVITY_CORE_RABBITMQ_PORT"
  say "$RABBITMQ_DIST ACTIVITY_CORE_RABBITMQ_DIST_PORT"
  say "$RABBITMQ_EPMD ACTIVITY_CORE_RABBITMQ_EPMD_PORT"
}
rabbitmq_address() { say "amqp://guest:guest@127.0.0.1:$RABBITMQ_PORT"; }
# An argument that Erlang ignores, since a path inside the tree would not tell two checkouts apart.
rabbitmq_mark() { say "activity_core_dev $(printf '%s' "$DEV" | cksum | cut -d ' ' -f 1)"; }
rabbitmq_epmd_mark() { say "-address 127.0.0.1 -port $(cat "$RUN/rabbitmq-epmd.port" 2>/dev/null)"; }

# rabbitmq_command PROGRAM ARG...: sets the array COMMAND to what runs a program of RabbitMQ's with our settings.
rabbitmq_command() {
  local program=$1 data bin path=$PATH
  shift
  if rabbitmq_in_tree; then
    data=/srv/activity bin=$RABBITMQ_DEBIAN_BIN path=/usr/sbin:/usr/bin:/sbin:/bin
    # shellcheck disable=SC2016
    COMMAND=(unshare --mount --propagation private /bin/sh -c
      'mount -t proc proc "$0/proc" 2>/dev/null; [ -z "$1" ] || mount --bind "$1" "$0/srv/activity" || exit 1; shift
       exec chroot --userspec=rabbitmq:rabbitmq "$0" "$@"' "$RABBITMQ_ROOT" "$RABBITMQ_OWN")
  else
    # shellcheck disable=SC2153
    data=${RABBITMQ_OWN:-$DATA/rabbitmq} bin=$(rabbitmq_home)
    COMMAND=()
  fi
  case $program in epmd) ;; *) program=$bin/$program ;; esac
  COMMAND=(${COMMAND[@]+"${COMMAND[@]}"} env "PATH=$path" LANG=C.UTF-8 "HOME=$data/home"
    RABBITMQ_NODENAME=activity@localhost RABBITMQ_NODE_IP_ADDRESS=127.0.0.1
    "RABBITMQ_NODE_PORT=$RABBITMQ_PORT" "RABBITMQ_DIST_PORT=$RABBITMQ_DIST"
    "ERL_EPMD_PORT=$RABBITMQ_EPMD" ERL_EPMD_ADDRESS=127.0.0.1
    "RABBITMQ_CTL_DIST_PORT_MIN=$((RABBITMQ_EPMD + 1))" "RABBITMQ_CTL_DIST_PORT_MAX=$((RABBITMQ_EPMD + 10))"
    "RABBITMQ_CTL_ERL_ARGS=-kernel inet_dist_use_interface {127,0,0,1}"
    "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-kernel inet_dist_use_interface {127,0,0,1}${RABBITMQ_OWN:+ -rabbit channel_tick_interval 500}"
    "RABBITMQ_MNESIA_BASE=$data/mnesia" "RABBITMQ_LOG_BASE=$data/log" RABBITMQ_LOGS=-
    "RABBITMQ_CONFIG_FILE=$data/rabbitmq.conf" "RABBITMQ_ENABLED_PLUGINS_FILE=$data/enabled_plugins"
    "RABBITMQ_CONF_ENV_FILE=$data/none" "RABBITMQ_PID_FILE=$data/pid"
    RUNNING_UNDER_SYSTEMD=true "$program" "$@")
}

rabbitmq_configure() {
  local data=$1 user
  mkdir -p "$data/home" "$data/log" "$data/mnesia" || return 1
  printf '[].\n' >"$data/enabled_plugins"
  printf 'listeners.tcp.1 = 127.0.0.1:%s\nlog.console = true\nlog.console.level = warning\n' "$RABBITMQ_PORT" >"$data/rabbitmq.conf" || return 1
  if rabbitmq_in_tree; then
    user=$(chroot "$RABBITMQ_ROOT" id -u rabbitmq):$(chroot "$RABBITMQ_ROOT" id -g rabbitmq)
    chown -R "$user" "$data"
  fi
}

rabbitmq_launch() {
  local data=$DATA/rabbitmq
  if rabbitmq_in_tree; then
    data=$RABBITMQ_ROOT/srv/activity
    mkdir -p "$data" || return 1
    [ -L "$DATA/rabbitmq" ] || ln -s "$data" "$DATA/rabbitmq" || return 1
  fi
  rabbitmq_configure "$data" || return 1

  # Our own port mapper, on loopback: the server would start one that outlives it.
  printf '%s\n' "$RABBITMQ_EPMD" >"$RUN/rabbitmq-epmd.port"
  rabbitmq_command epmd -address 127.0.0.1 -port "$RABBITMQ_EPMD"
  detached rabbitmq-epmd "${COMMAND[@]}"
  local until=$((SECONDS + 10))
  until port_open "$RABBITMQ_EPMD"; do
    if [ $SECONDS -ge $until ]; then fail "rabbitmq: its port mapper epmd does not start ($LOG/rabbitmq-epmd.log)"; return 1; fi
    sleep 0.1
  done

  rabbitmq_command rabbitmqctl
  {
    printf '#!/bin/sh\n# rabbitmqctl for the server that dev/servers started. Written by its start.\nexec'
    printf ' %q' "${COMMAND[@]}"
    # shellcheck disable=SC2016
    printf ' "$@"\n'
  } >"$BIN/rabbitmqctl" && chmod +x "$BIN/rabbitmqctl" || return 1

  # shellcheck disable=SC2046
  rabbitmq_command rabbitmq-server -$(rabbitmq_mark)
  detached rabbitmq "${COMMAND[@]}"
}

# It answers the protocol header with a method frame, whose first byte is 1.
rabbitmq_ready() {
  local answer
  answer=$(
    (
      exec 3<>"/dev/tcp/127.0.0.1/$RABBITMQ_PORT" || exit 1
      printf 'AMQP\0\0\011\001' >&3
      IFS= read -r -n 1 -t 2 byte <&3 && printf '%s' "$byte"
    ) 2>/dev/null
  )
  [ "$answer" = "$(printf '\001')" ]
}

rabbitmq_stopped() {
  local pid
  if pid=$(pid_of rabbitmq-epmd); then terminate "$pid" "$(rabbitmq_epmd_mark)" TERM 5; fi
  rm -f "$RUN/rabbitmq-epmd.pid" "$RUN/rabbitmq-epmd.port"
}
