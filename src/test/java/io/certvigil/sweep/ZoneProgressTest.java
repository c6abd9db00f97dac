package io.certvigil.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ZoneProgressTest {
  private static final ResourceRef ACCOUNT = new ResourceRef("a1", "acme");

  private final ZoneProgress progress = new ZoneProgress();

  @Test
  void noProgress_beforeAndAfterASweep() {
    assertThat(progress.status()).isEmpty();

    progress.begin("main");
    assertThat(progress.status()).contains(new SweepStatus(0, 0));

    progress.end("main");
    assertThat(progress.status()).isEmpty();
  }

  @Test
  void zoneIsRead_whenEachOfItsListsWasTried() {
    var client = zone("main", Source.CLIENT_CERTIFICATES, "z1");
    var origin = zone("main", Source.ORIGIN_CA, "z1");
    progress.begin("main");
    progress.planned("main", Map.of("z1", 2, "z2", 1));

    progress.read(client);
    assertThat(progress.status()).contains(new SweepStatus(0, 2));

    progress.read(origin);
    assertThat(progress.status()).contains(new SweepStatus(1, 2));
  }

  @Test
  void listsOfAccounts_areNotCountedAsZones() {
    var list = watched("main", Scope.ofAccount(Source.GATEWAY_CERTIFICATES, ACCOUNT));
    progress.begin("main");
    progress.planned("main", Map.of());

    progress.read(list);

    assertThat(progress.status()).contains(new SweepStatus(0, 0));
  }

  @Test
  void sweepsOfSeveralWatches_areAddedUp() {
    var one = zone("one", Source.ORIGIN_CA, "z1");
    progress.begin("one");
    progress.planned("one", Map.of("z1", 1));
    progress.begin("two");
    progress.planned("two", Map.of("z2", 1));

    progress.read(one);

    assertThat(progress.status()).contains(new SweepStatus(1, 2));
  }

  private static WatchedScope zone(String watch, Source source, String id) {
    return watched(watch, Scope.ofZone(source, ACCOUNT, new ResourceRef(id, id + ".example")));
  }

  private static WatchedScope watched(String watch, Scope scope) {
    return new WatchedScope(scope, "main", watch, Duration.ofHours(1), Map.of());
  }
}
