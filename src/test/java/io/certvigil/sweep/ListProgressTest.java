package io.certvigil.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListProgressTest {
  private static final ResourceRef ACCOUNT = new ResourceRef("a1", "acme");

  private final ListProgress progress = new ListProgress();

  @Test
  void noProgress_beforeAndAfterASweep() {
    assertThat(progress.status()).isEmpty();

    progress.begin("main");
    assertThat(progress.status()).contains(new SweepStatus(0, 0));

    progress.end("main");
    assertThat(progress.status()).isEmpty();
  }

  @Test
  void everyListCounts_thoseOfAccountsToo_andOneThatIsReadAgainOnce() {
    var origin = zone("main", Source.ORIGIN_CA, "z1");
    progress.begin("main");
    progress.planned("main", 3);

    progress.read(origin);
    progress.read(origin);
    assertThat(progress.status()).contains(new SweepStatus(1, 3));

    progress.read(watched("main", Scope.ofAccount(Source.GATEWAY_CERTIFICATES, ACCOUNT)));
    assertThat(progress.status()).contains(new SweepStatus(2, 3));
  }

  @Test
  void listThatBecameDueMeanwhile_isAdded() {
    progress.begin("main");
    progress.planned("main", 0);

    progress.read(zone("main", Source.ORIGIN_CA, "z1"));

    assertThat(progress.status()).contains(new SweepStatus(1, 1));
  }

  @Test
  void sweepsOfSeveralWatches_areAddedUp() {
    progress.begin("one");
    progress.planned("one", 2);
    progress.begin("two");
    progress.planned("two", 1);

    progress.read(zone("one", Source.ORIGIN_CA, "z1"));

    assertThat(progress.status()).contains(new SweepStatus(1, 3));
  }

  private static WatchedScope zone(String watch, Source source, String id) {
    return watched(watch, Scope.ofZone(source, ACCOUNT, new ResourceRef(id, id + ".example")));
  }

  private static WatchedScope watched(String watch, Scope scope) {
    return new WatchedScope(scope, "main", watch, Duration.ofHours(1), Map.of());
  }
}
