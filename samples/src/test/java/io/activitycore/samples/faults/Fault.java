package io.activitycore.samples.faults;

import java.time.Duration;
import java.util.Map;
import java.util.Random;

/** What can go wrong around a host that consumes, and how it ends. */
enum Fault {
  /** SIGKILL of the broker. */
  BROKER_KILLED(500, 10) {
    @Override
    void begin(Stage stage, Random random) {
      stage.broker().server().kill();
    }

    @Override
    void end(Stage stage) {
      stage.broker().server().start();
    }
  },
  /** SIGSTOP of the broker. */
  BROKER_FROZEN(1_500, 70) {
    @Override
    void begin(Stage stage, Random random) {
      stage.broker().server().freeze();
    }

    @Override
    void end(Stage stage) {
      stage.broker().server().thaw();
    }
  },
  /** No way from the host to the broker, and it knows. */
  BROKER_REFUSED(1_000, 30) {
    @Override
    void begin(Stage stage, Random random) {
      stage.broker().proxy().refuse();
    }

    @Override
    void end(Stage stage) {
      stage.broker().proxy().heal();
    }
  },
  /** No way from the host to the broker, and it does not know. */
  BROKER_SWALLOWED(1_500, 60) {
    @Override
    void begin(Stage stage, Random random) {
      stage.broker().proxy().blackhole();
    }

    @Override
    void end(Stage stage) {
      stage.broker().proxy().heal();
    }
  },
  /** Its connections to the broker are reset. */
  BROKER_RESET(200, 1) {
    @Override
    void begin(Stage stage, Random random) {
      stage.broker().proxy().reset();
    }
  },
  /** A connection to the broker ends in the middle of what the host sends. */
  BROKER_CUT(500, 5) {
    @Override
    void begin(Stage stage, Random random) {
      stage.broker().proxy().cutAfter(1 + random.nextInt(2_000));
    }
  },
  /** SIGKILL of Temporal. */
  TEMPORAL_KILLED(500, 60) {
    @Override
    void begin(Stage stage, Random random) {
      stage.temporal().kill();
    }

    @Override
    void end(Stage stage) {
      stage.temporal().start();
    }
  },
  /** SIGSTOP of Temporal. */
  TEMPORAL_FROZEN(1_500, 70) {
    @Override
    void begin(Stage stage, Random random) {
      stage.temporal().freeze();
    }

    @Override
    void end(Stage stage) {
      stage.temporal().thaw();
    }
  },
  /** No way from the host to Temporal, and it knows. */
  TEMPORAL_REFUSED(1_000, 30) {
    @Override
    void begin(Stage stage, Random random) {
      stage.temporalProxy().refuse();
    }

    @Override
    void end(Stage stage) {
      stage.temporalProxy().heal();
    }
  },
  /** No way from the host to Temporal, and it does not know. */
  TEMPORAL_SWALLOWED(1_500, 60) {
    @Override
    void begin(Stage stage, Random random) {
      stage.temporalProxy().blackhole();
    }

    @Override
    void end(Stage stage) {
      stage.temporalProxy().heal();
    }
  },
  /** Its connections to Temporal are reset. */
  TEMPORAL_RESET(200, 1) {
    @Override
    void begin(Stage stage, Random random) {
      stage.temporalProxy().reset();
    }
  },
  /** A connection to Temporal ends in the middle of what the host sends. */
  TEMPORAL_CUT(500, 5) {
    @Override
    void begin(Stage stage, Random random) {
      stage.temporalProxy().cutAfter(1 + random.nextInt(20_000));
    }
  },
  /** SIGKILL of PostgreSQL. */
  STORE_KILLED(500, 60) {
    @Override
    void begin(Stage stage, Random random) {
      stage.postgres().kill();
    }

    @Override
    void end(Stage stage) {
      stage.postgres().start();
    }
  },
  /** No way from the host to PostgreSQL, and it knows. */
  STORE_REFUSED(1_000, 400) {
    @Override
    void begin(Stage stage, Random random) {
      stage.postgresProxy().refuse();
    }

    @Override
    void end(Stage stage) {
      stage.postgresProxy().heal();
    }
  },
  /** No way from the host to PostgreSQL, and it does not know. */
  STORE_SWALLOWED(1_500, 60) {
    @Override
    void begin(Stage stage, Random random) {
      stage.postgresProxy().blackhole();
    }

    @Override
    void end(Stage stage) {
      stage.postgresProxy().heal();
    }
  },
  /** Its connections to PostgreSQL are reset. */
  STORE_RESET(200, 1) {
    @Override
    void begin(Stage stage, Random random) {
      stage.postgresProxy().reset();
    }
  },
  /** A connection to PostgreSQL ends in the middle of what the host sends. */
  STORE_CUT(500, 5) {
    @Override
    void begin(Stage stage, Random random) {
      stage.postgresProxy().cutAfter(1 + random.nextInt(20_000));
    }
  },
  /** SIGSTOP of the host: longer than NATS waits for an acknowledgement. */
  HOST_FROZEN(2_500, 70) {
    @Override
    void begin(Stage stage, Random random) {
      stage.host().freeze();
    }

    @Override
    void end(Stage stage) {
      stage.host().thaw();
    }
  },
  /** SIGKILL of the host, wherever it is. */
  HOST_KILLED(0, 5) {
    @Override
    void begin(Stage stage, Random random) {
      stage.host().kill();
    }

    @Override
    void end(Stage stage) {
      stage.startHost(Map.of());
    }
  };

  private final Duration brief;
  private final Duration full;

  Fault(long briefMillis, long fullSeconds) {
    brief = Duration.ofMillis(briefMillis);
    full = Duration.ofSeconds(fullSeconds);
  }

  /** How long it lasts. */
  Duration length(boolean soak) {
    return soak ? full : brief;
  }

  abstract void begin(Stage stage, Random random);

  void end(Stage stage) {}
}
