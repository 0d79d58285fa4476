# shellcheck shell=bash
# One Kafka broker that is its own controller (KRaft), from the jars on Maven Central.

KAFKA_PORT=${ACTIVITY_CORE_KAFKA_PORT:-19092}
KAFKA_CONTROLLER_PORT=${ACTIVITY_CORE_KAFKA_CONTROLLER_PORT:-19093}
KAFKA_VERSION=4.4.0
KAFKA_LIBS=$DEV/kafka/libs

kafka_version() { say "$KAFKA_VERSION"; }
kafka_installed() { [ -f "$KAFKA_LIBS/kafka_2.13-$KAFKA_VERSION.jar" ]; }

kafka_install() {
  local new=$DEV/kafka/libs.new log=$LOG/kafka-install.log started=$SECONDS
  say "kafka: fetching Kafka $KAFKA_VERSION from Maven Central (log $log)"
  rm -rf "$new" "$KAFKA_LIBS"
  mkdir -p "$new" || return 1
  if ! fetch_maven copy-dependencies -Dkafka.version=$KAFKA_VERSION \
    -DincludeScope=runtime -DoutputDirectory="$new" >"$log" 2>&1; then
    tail_of "$log"
    fail "kafka: Maven could not fetch it"
    return 1
  fi
  mv "$new" "$KAFKA_LIBS" || return 1
  say "kafka: fetched in $((SECONDS - started)) s"
}

kafka_ports() {
  say "$KAFKA_PORT ACTIVITY_CORE_KAFKA_PORT"
  say "$KAFKA_CONTROLLER_PORT ACTIVITY_CORE_KAFKA_CONTROLLER_PORT"
}
kafka_address() { say "127.0.0.1:$KAFKA_PORT"; }
kafka_mark() { say "$DATA/kafka/server.properties"; }

kafka_launch() {
  local java conf=$DATA/kafka/server.properties
  java=$(java_17) || return 1
  mkdir -p "$DATA/kafka" || return 1
  cat >"$conf" <<CONF || return 1
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$KAFKA_CONTROLLER_PORT
listeners=PLAINTEXT://127.0.0.1:$KAFKA_PORT,CONTROLLER://127.0.0.1:$KAFKA_CONTROLLER_PORT
advertised.listeners=PLAINTEXT://127.0.0.1:$KAFKA_PORT
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=$DATA/kafka/logs
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
# After a kill -9 a broker waits until its old session has ended (9 s unless told).
broker.session.timeout.ms=4000
broker.heartbeat.interval.ms=500
message.max.bytes=8388608
replica.fetch.max.bytes=8388608
CONF
  if [ ! -f "$DATA/kafka/logs/meta.properties" ]; then
    kafka_format "$java" "$conf" >>"$LOG/kafka.log" 2>&1 || return 1
  fi
  detached kafka "$java" -Xms128m -Xmx512m -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
    -Dorg.slf4j.simpleLogger.showDateTime=true -Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info \
    -cp "$KAFKA_LIBS/*" kafka.Kafka "$conf"
}

kafka_format() {
  local id java=$1 conf=$2
  set -- -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$KAFKA_LIBS/*" kafka.tools.StorageTool
  id=$("$java" "$@" random-uuid 2>/dev/null | tail -n 1)
  [ -n "$id" ] && "$java" "$@" format -t "$id" -c "$conf"
}

# The port opens a moment before the broker may be used; the log line comes after both.
kafka_ready() { port_open "$KAFKA_PORT" && grep -q 'Kafka Server started' "$LOG/kafka.log"; }
