# Sourced by dev/quickstart and dev/activity, in the project's root: builds a module when its sources have changed, and runs it.

java_command() {
  if [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
    echo "$JAVA_HOME/bin/java"
  else
    echo java
  fi
}

# Builds a module and what it needs, unless the last build is newer than every source. Silent unless it fails.
build_once() {
  local module=$1 stamp="$1/target/dev-build.stamp" log="$1/target/dev-build.log"
  if [ -f "$stamp" ] && [ -z "$(find . -path ./.dev -prune -o -path ./.git -prune -o -name target -prune \
      -o \( -path '*/src/main/*' -o -name pom.xml \) -type f -newer "$stamp" -print | head -n 1)" ]; then
    return 0
  fi
  mkdir -p "$module/target"
  echo "Building $module (first time: Maven's downloads, some minutes) ..." >&2
  if ! ./mvnw -B --no-transfer-progress -pl "$module" -am package -Dmaven.test.skip=true -Dmaven.javadoc.skip=true \
      -Dmaven.source.skip=true -Dspotless.check.skip=true >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    echo "The build failed; the whole log is $module/target/dev-build.log" >&2
    return 1
  fi
  touch "$stamp"
}

# Runs a main class of a module that has its class path in target/classpath.txt.
run_main() {
  local module=$1 main=$2
  shift 2
  exec "$(java_command)" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto \
    -cp "$root/$module/target/classes:$(cat "$root/$module/target/classpath.txt")" "$main" "$@"
}
