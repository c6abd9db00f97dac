package io.certvigil.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Globs;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestBudgetTest {
  private static final WatchEntry HOURLY = watch("main", "main", Duration.ofHours(1));
  private static final WatchEntry OFTEN = watch("main-2", "main", Duration.ofMinutes(10));
  private static final WatchEntry OTHER = watch("legacy", "legacy", Duration.ofHours(1));

  private static final ResourceRef ACCOUNT = new ResourceRef("a", "acme");

  private final RequestBudget budget =
      new RequestBudget(600, (source, items) -> Math.max(1, (items + 49) / 50));

  @Test
  void intervalStays_whenTheSweepFits() {
    zones("main", 300, 50);

    var plan = budget.plan(List.of(HOURLY)).getFirst();

    assertThat(plan.effective()).isEqualTo(Duration.ofHours(1));
    assertThat(plan.stretched()).isFalse();
  }

  @Test
  void intervalIsStretched_whenTheSweepDoesNotFit() {
    zones("main", 2000, 500);

    var plan = budget.plan(List.of(HOURLY)).getFirst();

    assertThat(plan.requests()).isEqualTo(2 + 2000 / 50 + 20_000);
    assertThat(plan.effective()).isEqualTo(Duration.ofMinutes(173));
    assertThat(plan.sweep(budget.perSecond())).isLessThan(plan.effective());
  }

  @Test
  void watchesOfOneCredential_shareItsBudget() {
    zones("main", 3000, 1);
    zones("main-2", 1000, 1);

    var plans = budget.plan(List.of(HOURLY, OFTEN));

    double asked =
        plans.stream()
            .mapToDouble(plan -> plan.requests() / (double) plan.effective().toSeconds())
            .sum();
    assertThat(asked).isLessThanOrEqualTo(budget.perSecond());
    assertThat(plans).allMatch(RequestBudget.Plan::stretched);
  }

  @Test
  void anotherCredential_isNotStretchedWithIt() {
    zones("main", 20_000, 1);
    zones("legacy", 10, 1);

    var plans = budget.plan(List.of(HOURLY, OTHER));

    assertThat(plans.get(0).stretched()).isTrue();
    assertThat(plans.get(1).stretched()).isFalse();
  }

  @Test
  void urgentScopes_keepTheirInterval() {
    zones("main", 20_000, 1);
    budget.setUrgent(HOURLY, keys("main", 1000));

    var plan = budget.plan(List.of(HOURLY)).getFirst();

    assertThat(plan.urgentInterval()).isEqualTo(Duration.ofHours(1));
    assertThat(plan.readsUrgentMoreOften()).isTrue();
    assertThat(asked(plan, 1000)).isLessThanOrEqualTo(budget.perSecond());
    assertThat(plan.effective()).isLessThan(Duration.ofMinutes(220));
  }

  @Test
  void urgentScopes_leaveHalfOfTheBudgetToTheOthers() {
    zones("main", 20_000, 1);
    budget.setUrgent(HOURLY, keys("main", 6000));

    var plan = budget.plan(List.of(HOURLY)).getFirst();

    assertThat(6000.0 / plan.urgentInterval().toSeconds())
        .isLessThanOrEqualTo(budget.perSecond() / 2 * 1.001);
    assertThat(asked(plan, 6000)).isLessThanOrEqualTo(budget.perSecond() * 1.001);
  }

  @Test
  void noUrgentInterval_whenAlmostEverythingIsUrgent() {
    zones("main", 20_000, 1);
    budget.setUrgent(HOURLY, keys("main", 19_000));

    assertThat(budget.plan(List.of(HOURLY)).getFirst().readsUrgentMoreOften()).isFalse();
  }

  @Test
  void removedScopes_costNothing() {
    zones("main", 20_000, 1);

    budget.retainOnly(HOURLY, Set.copyOf(keys("main", 100)));

    assertThat(budget.requests("main")).isEqualTo(2 + 100 / 50 + 100);
  }

  private static double asked(RequestBudget.Plan plan, int pressing) {
    return plan.requests() / (double) plan.effective().toSeconds()
        + pressing / (double) plan.urgentInterval().toSeconds();
  }

  private static List<String> keys(String watch, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> Scope.ofZone(Source.CLIENT_CERTIFICATES, ACCOUNT, new ResourceRef(watch + i, "")))
        .map(Scope::key)
        .toList();
  }

  private void zones(String watch, int zones, int certificates) {
    for (int i = 0; i < zones; i++) {
      var scope =
          Scope.ofZone(Source.CLIENT_CERTIFICATES, ACCOUNT, new ResourceRef(watch + i, "zone" + i));
      budget.recordSize(
          new WatchedScope(scope, "main", watch, Duration.ofHours(1), Map.of()), certificates);
    }
  }

  private static WatchEntry watch(String name, String credential, Duration every) {
    return new WatchEntry(
        name,
        credential,
        Globs.ALL,
        Globs.ALL,
        Set.of(Source.CLIENT_CERTIFICATES),
        every,
        null,
        Map.of());
  }
}
