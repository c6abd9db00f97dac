package io.certvigil.store;

import static io.certvigil.store.StoreFixture.ACCOUNT;
import static io.certvigil.store.StoreFixture.HOUR;
import static io.certvigil.store.StoreFixture.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.FaultReason;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Health;
import io.certvigil.policy.impairment.Impairments;
import io.certvigil.store.view.SourceHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of the database in place of the health of every list is the same. */
class DoubtfulCredentialsTest extends StoreTestBase {
  private static final List<FaultReason> FAULTS =
      List.of(
          FaultReason.NETWORK,
          FaultReason.HTTP_5XX,
          FaultReason.UNAUTHORIZED,
          FaultReason.FORBIDDEN,
          FaultReason.INCOMPLETE);

  private static List<WatchedScope> lists(String credential) {
    var zone = new ResourceRef("z" + credential, credential + ".example");
    var lists =
        new ArrayList<>(
            Stream.of(Source.CLIENT_CERTIFICATES, Source.ORIGIN_CA, Source.ORIGIN_PULL)
                .map(source -> Scope.ofZone(source, ACCOUNT, zone))
                .toList());
    lists.add(Scope.ofUser(Source.API_TOKENS, credential));
    return lists.stream()
        .map(scope -> new WatchedScope(scope, credential, credential, HOUR, Map.of()))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void impairmentsAndSums_areThoseOfAllLists(long seed) {
    var random = new Random(seed);
    var now = TODAY;
    var credentials = List.of("one", "two", "three");
    for (int step = 0; step < 60; step++) {
      now = now.plusSeconds(60L * random.nextInt(100));
      var credential = credentials.get(random.nextInt(credentials.size()));
      act(random, credential, now);
      for (var later : List.of(now, now.plus(Duration.ofHours(2)), now.plus(Duration.ofDays(2)))) {
        var all = Impairments.of(scopes().health(), List.of(), null, later);
        var some = scopes().ofDoubtfulCredentials(later);
        assertThat(Impairments.of(some, List.of(), null, later))
            .as("seed %d, step %d", seed, step)
            .isEqualTo(all);
      }
      assertThat(scopes().troubled())
          .isEqualTo(
              scopes().health().stream()
                  .filter(one -> one.fault() != null || one.goneSince() != null)
                  .toList());
      assertThat(scopes().sources()).isEqualTo(sums(scopes().health()));
    }
  }

  /** One list, all of one mood, or a discovery. */
  private void act(Random random, String credential, Instant now) {
    var lists = lists(credential);
    int what = random.nextInt(6);
    if (what == 0) {
      boolean broken = random.nextBoolean();
      var found = lists.subList(0, random.nextInt(lists.size() + 1)).toArray(WatchedScope[]::new);
      var discovery = broken ? StoreFixture.brokenDiscovery(found) : StoreFixture.discovery(found);
      scopes().recordDiscovery(credential, credential, discovery, List.of(found), now);
      return;
    }
    var fault = FAULTS.get(random.nextInt(FAULTS.size()));
    boolean healthy = random.nextBoolean();
    var some = what == 1 ? lists : List.of(lists.get(random.nextInt(lists.size())));
    for (int at = 0; at < some.size(); at++) {
      var list = some.get(at);
      var reading = healthy ? StoreFixture.healthy(list, 1) : StoreFixture.failed(list, fault);
      store().readings().commit(list, reading, StoreFixture.POLICY, now.plusMillis(at));
    }
  }

  private static List<SourceHealth> sums(List<Health> health) {
    return health.stream()
        .map(Health::source)
        .filter(Objects::nonNull)
        .distinct()
        .sorted(Comparator.comparing(Source::word))
        .map(source -> sum(source, health.stream().filter(one -> one.source() == source).toList()))
        .toList();
  }

  private static SourceHealth sum(Source source, List<Health> lists) {
    var read = lists.stream().flatMap(one -> Stream.ofNullable(one.completeAt())).sorted().toList();
    return new SourceHealth(
        source.word(),
        lists.size(),
        (int) lists.stream().filter(one -> one.attemptedAt() != null).count(),
        (int) lists.stream().filter(one -> one.completeAt() != null && one.fault() == null).count(),
        lists.size() - read.size(),
        read.isEmpty() ? null : read.getFirst(),
        read.isEmpty() ? null : read.getLast());
  }
}
