package io.activitycore.engine;

import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.DeadLettersContract;
import io.activitycore.testing.contract.EventSinkContract;
import io.activitycore.testing.contract.EventSourceContract;
import io.activitycore.testing.contract.EventSourceFaultContract;
import java.lang.reflect.Constructor;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The suites on a broker with a defect; run by {@link ContractKitTest} only. */
final class BrokenSuites {

  static final String DEFECT = "defect";

  private BrokenSuites() {}

  /** Gives the suites the defect that the launcher was told. */
  static final class DefectResolver implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getDeclaringExecutable() instanceof Constructor;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return Defect.valueOf(context.getConfigurationParameter(DEFECT).orElseThrow());
    }
  }

  @ExtendWith(DefectResolver.class)
  static final class Source extends EventSourceContract {
    private final Defect defect;

    Source(Defect defect) {
      this.defect = defect;
    }

    @Override
    protected BrokerHarness harness() {
      return new BrokenHarness(defect);
    }
  }

  @ExtendWith(DefectResolver.class)
  static final class Faults extends EventSourceFaultContract {
    private final Defect defect;

    Faults(Defect defect) {
      this.defect = defect;
    }

    @Override
    protected BrokerHarness harness() {
      return new BrokenHarness(defect);
    }
  }

  @ExtendWith(DefectResolver.class)
  static final class Sink extends EventSinkContract {
    private final Defect defect;

    Sink(Defect defect) {
      this.defect = defect;
    }

    @Override
    protected BrokerHarness harness() {
      return new BrokenHarness(defect);
    }
  }

  @ExtendWith(DefectResolver.class)
  static final class Letters extends DeadLettersContract {
    private final Defect defect;

    Letters(Defect defect) {
      this.defect = defect;
    }

    @Override
    protected BrokerHarness harness() {
      return new BrokenHarness(defect);
    }
  }
}
