package io.activitycore.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;

import io.activitycore.testing.contract.EventSourceContract;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/**
 * The contract suites notice what is wrong; that they let the right pass, the Memory tests show.
 */
class ContractKitTest {

  @ParameterizedTest
  @EnumSource(Defect.class)
  void eachDefectIsCaughtByTheRulesThatNameIt(Defect defect) {
    for (String rule : defect.rules) {
      Events tests =
          EngineTestKit.engine("junit-jupiter")
              .configurationParameter(BrokenSuites.DEFECT, defect.name())
              .selectors(selectMethod(defect.suite.broken, method(defect.suite.contract, rule)))
              .execute()
              .testEvents();

      assertThat(tests.started().count()).as(rule + " ran").isEqualTo(1);
      assertThat(tests.failed().count()).as(rule + " catches " + defect).isEqualTo(1);
      tests
          .failed()
          .assertThatEvents()
          .haveExactly(1, event(test(), finishedWithFailure(instanceOf(AssertionError.class))));
    }
  }

  private static Method method(Class<?> contract, String rule) {
    return rules(contract).stream()
        .filter(method -> number(method).equals(rule))
        .findFirst()
        .orElseThrow(() -> new AssertionError(contract.getSimpleName() + " has no rule " + rule));
  }

  private static List<Method> rules(Class<?> contract) {
    return Arrays.stream(contract.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .toList();
  }

  private static String number(Method rule) {
    return rule.getAnnotation(DisplayName.class).value().substring(0, 3);
  }

  @Test
  void everyRuleHasANumberOfItsOwnAndASentence() {
    List<Method> all = new ArrayList<>();
    for (Defect.Suite suite : Defect.Suite.values()) {
      all.addAll(rules(suite.contract));
    }

    assertThat(all)
        .allSatisfy(
            rule ->
                assertThat(rule.getAnnotation(DisplayName.class).value())
                    .matches("[RSD][0-9][0-9] [A-Z].{15,}"));
    assertThat(all.stream().map(ContractKitTest::number)).doesNotHaveDuplicates();
  }

  @Test
  void everyRuleOfTheSourceIsSeenToCatchSomething() {
    Set<String> caught = new HashSet<>();
    for (Defect defect : Defect.values()) {
      caught.addAll(defect.rules);
    }
    assertThat(rules(EventSourceContract.class).stream().map(ContractKitTest::number).toList())
        .allSatisfy(rule -> assertThat(caught).contains(rule));
  }
}
