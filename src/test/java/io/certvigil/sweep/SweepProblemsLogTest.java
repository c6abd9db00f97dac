package io.certvigil.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.certvigil.model.Discovery;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Globs;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.model.Zone;
import io.certvigil.store.failure.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What a sweep logs about a credential without zones, and about a store that takes nothing. */
class SweepProblemsLogTest {
  private static final ResourceRef ACCOUNT = new ResourceRef("a1", "acme");
  private static final ResourceRef ZONE = new ResourceRef("z1", "example.com");
  private static final Discovery NO_ZONE = new Discovery(List.of(ACCOUNT), List.of(), true, null);
  private static final Discovery ONE_ZONE =
      new Discovery(List.of(ACCOUNT), List.of(new Zone(ZONE, ACCOUNT)), true, null);
  private static final String SAID =
      "credential main sees no zone: add Zone: Zone (Read) to the token, for every zone to watch";

  private final Logger logger = (Logger) LoggerFactory.getLogger("io.certvigil.sweep");
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void capture() {
    logger.setAdditive(false);
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void release() {
    logger.detachAppender(logged);
    logger.setAdditive(true);
  }

  private static WatchEntry watching(Globs zones) {
    return new WatchEntry(
        "main",
        "main",
        Globs.ALL,
        zones,
        Set.of(Source.CLIENT_CERTIFICATES),
        Duration.ofHours(1),
        null,
        Map.of());
  }

  private List<String> lines() {
    return logged.list.stream()
        .map(event -> event.getLevel() + " " + event.getMessage() + " " + event.getKeyValuePairs())
        .toList();
  }

  @Test
  void credentialWithoutZones_isSaidOnce_withThePermission_untilItSeesOne() {
    var status = new DiscoveryStatus();
    status.update(watching(Globs.ALL), NO_ZONE);
    status.update(watching(Globs.ALL), NO_ZONE);

    assertThat(lines())
        .containsExactly(
            "WARN the credential sees no zone: add Zone: Zone (Read) to the token, for every zone"
                + " to watch [credential=\"main\", accounts=\"1\"]");
    assertThat(status.noZone()).hasValue(SAID);

    status.update(watching(Globs.ALL), ONE_ZONE);
    assertThat(status.noZone()).isEmpty();
  }

  @Test
  void failedDiscovery_provesNothing() {
    var status = new DiscoveryStatus();
    var fault = new Fault(FaultReason.HTTP_5XX, "HTTP 500");
    status.update(watching(Globs.ALL), new Discovery(List.of(), List.of(), false, fault));
    assertThat(status.noZone()).isEmpty();
    status.update(watching(Globs.ALL), NO_ZONE);
    status.update(watching(Globs.ALL), new Discovery(List.of(), List.of(), false, fault));
    assertThat(status.noZone()).as("what was known is not known to have ended").hasValue(SAID);
  }

  @Test
  void watchOfAccountsOnly_needsNoZone() {
    var status = new DiscoveryStatus();
    status.update(watching(new Globs(List.of("!*"))), NO_ZONE);

    assertThat(status.noZone()).isEmpty();
    assertThat(lines()).isEmpty();
  }

  @Test
  void fullDisk_isOneErrorForEachSweep_withTheNumberOfLists_andNoTrace() {
    var failures = new StoreFailureLog();
    for (int zone = 0; zone < 500; zone++) {
      failures.add(list(zone), new StoreException("disk full", new IllegalStateException()));
    }
    failures.report("main");
    failures.report("main");

    assertThat(lines())
        .singleElement()
        .asString()
        .startsWith("ERROR storing readings failed; the lists stay due [")
        .contains("lists=\"500\"", "error=\"disk full\"", "watch=\"main\"");
    assertThat(logged.list.getFirst().getThrowableProxy()).isNull();
  }

  private static WatchedScope list(int zone) {
    var ref = new ResourceRef("z" + zone, "zone-" + zone + ".example");
    return new WatchedScope(
        Scope.ofZone(Source.CLIENT_CERTIFICATES, ACCOUNT, ref),
        "main",
        "main",
        Duration.ofHours(1),
        Map.of());
  }
}
