package io.certvigil.policy.impairment;

import static io.certvigil.model.FaultReason.FORBIDDEN;
import static io.certvigil.model.FaultReason.HTTP_5XX;
import static io.certvigil.model.FaultReason.NETWORK;
import static io.certvigil.model.FaultReason.UNAUTHORIZED;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Source;
import io.certvigil.policy.ChannelStatus.Failures;
import io.certvigil.policy.DaemonHealth.ChannelHealth;
import io.certvigil.policy.Health;
import io.certvigil.policy.impairment.Impairment.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImpairmentsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T22:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Fault REFUSED = new Fault(NETWORK, "connection refused");
  private static final Fault NO_TOKEN =
      new Fault(UNAUTHORIZED, "HTTP 401, code 1000: Invalid API Token");

  private final List<Health> scopes = new ArrayList<>();

  private static Instant ago(int minutes) {
    return NOW.minus(Duration.ofMinutes(minutes));
  }

  /**
   * @param read minutes since the last complete reading; negative if there was none
   * @param tried minutes since the last attempt; negative if there was none
   */
  private void add(String key, @Nullable Source source, int read, int tried, @Nullable Fault why) {
    var attempt = tried < 0 ? null : ago(tried);
    scopes.add(
        new Health(
            key,
            key,
            "main",
            source,
            HOUR,
            null,
            ago(300),
            attempt,
            read < 0 ? null : ago(read),
            why,
            why == null ? null : attempt,
            why == null ? 0 : 1,
            null,
            null));
  }

  private void discovery(int read, int tried, @Nullable Fault why) {
    add("discovery/main", null, read, tried, why);
  }

  private void lists(int from, int until, int read, int tried, @Nullable Fault why) {
    IntStream.range(from, until)
        .forEach(i -> add("origin_ca/zone/" + i, Source.ORIGIN_CA, read, tried - (i % 2), why));
  }

  private List<Impairment> found() {
    return Impairments.of(scopes, List.of(), null, NOW);
  }

  private Impairment only() {
    assertThat(found()).hasSize(1);
    return found().getFirst();
  }

  @Test
  void daemonThatReads_isNotImpaired() {
    assertThat(found()).isEmpty();
    discovery(40, 40, null);
    lists(0, 9, 39, 39, null);

    assertThat(found()).isEmpty();
  }

  @Test
  void cloudflare_hasNotAnswered_sinceItsLastAnswer() {
    discovery(95, 35, REFUSED);
    lists(0, 9, 94, 34, REFUSED);

    assertThat(only().kind()).isEqualTo(Kind.NO_ANSWER);
    assertThat(only().brief())
        .isEqualTo(
            "Cloudflare has not answered since 2026-11-20T20:26Z"); // its last list, 94 minutes ago
    assertThat(only().detail()).isEqualTo("network: connection refused");
  }

  /** The discovery has just failed, and no list was tried after it yet. */
  @ParameterizedTest
  @CsvSource({"0,false", "1,true"})
  void discoveryAlone_isNoProofAtOnce(int minutes, boolean impaired) {
    discovery(65, minutes, REFUSED);
    lists(0, 9, 61, 61, null);

    assertThat(found().isEmpty()).isNotEqualTo(impaired);
  }

  @ParameterizedTest
  @CsvSource({"2,false", "3,true", "9,true"})
  void listsOfASweepThatBreaksOff_count(int failed, boolean impaired) {
    discovery(9, 9, null);
    lists(0, 9 - failed, 7, 7, null);
    lists(9 - failed, 9, 65, 4, REFUSED);

    assertThat(found().isEmpty()).isNotEqualTo(impaired);
  }

  /** What fails always is tried among others that are read. */
  @Test
  void listsThatFailAmongOthers_areNoOutage() {
    discovery(9, 9, null);
    lists(0, 40, -1, 8, new Fault(HTTP_5XX, "HTTP 503"));
    lists(40, 42, 5, 5, null);

    assertThat(found()).isEmpty();
  }

  @Test
  void outageAtTheStart_beginsWithTheFirstFailure() {
    discovery(-1, 3, REFUSED);

    assertThat(only().brief()).isEqualTo("Cloudflare has not answered since 2026-11-20T21:57Z");
  }

  @Test
  void deadToken_isNamedWithItsRemedy() {
    discovery(95, 35, NO_TOKEN);
    lists(0, 4, 94, 34, NO_TOKEN);

    assertThat(only().kind()).isEqualTo(Kind.TOKEN_REFUSED);
    assertThat(only().line())
        .startsWith("Cloudflare refuses token main since 2026-11-20T21:25Z (unauthorized: ")
        .contains("Create a new one".toLowerCase(java.util.Locale.ROOT));
  }

  @Test
  void tokenThatSeesNoZone_isTold_andNotTakenForAFirstSweep() {
    discovery(-1, -1, null);
    assertThat(found()).isEmpty();
    scopes.clear();
    discovery(2, 2, null);

    assertThat(only().kind()).isEqualTo(Kind.READS_NOTHING);
    assertThat(only().line())
        .startsWith("Token main sees no zone. ")
        .contains("Zone: Zone Read", "SSL and Certificates Read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zone", "account"})
  void tokenWithoutPermissions_isToldWhichItLacks(String level) {
    discovery(2, 2, null);
    add("api_tokens/user/1", Source.API_TOKENS, 2, 2, null);
    add("a/" + level + "/1", Source.ORIGIN_CA, -1, 1, new Fault(FORBIDDEN, "code 10000"));
    add("b/" + level + "/1", Source.SERVICE_TOKENS, -1, 7, new Fault(FORBIDDEN, "code 10000"));

    assertThat(only().since()).isEqualTo(ago(1));
    assertThat(only().title())
        .isEqualTo(
            level.equals("zone")
                ? "Token main may read none of its 2 lists"
                : "Token main sees no zone and may read none of its 2 lists");
    assertThat(only().remedy())
        .contains("SSL and Certificates Read", Source.SERVICE_TOKENS.permission() + " Read");
  }

  @Test
  void listThatIsReadable_isEnough() {
    discovery(2, 2, null);
    add("a/zone/1", Source.ORIGIN_CA, -1, 1, new Fault(FORBIDDEN, "code 10000"));
    add("b/zone/1", Source.SERVICE_TOKENS, 1, 1, null);

    assertThat(found()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"149,false", "151,true"})
  void sweepsThatDoNotRun_areSeen(int minutes, boolean impaired) {
    discovery(minutes, minutes, null);
    add("a/zone/1", Source.ORIGIN_CA, minutes, minutes, null);

    assertThat(found().isEmpty()).isNotEqualTo(impaired);
  }

  @Test
  void everyReason_isEitherAnImpairmentOrOneOfSingleLists() {
    for (var reason : FaultReason.values()) {
      scopes.clear();
      discovery(95, 35, new Fault(reason, "x"));
      lists(0, 4, 94, 34, new Fault(reason, "x"));

      var kinds = found().stream().map(Impairment::kind).toList();
      switch (reason) {
        case NETWORK, TIMEOUT, HTTP_5XX, RATE_LIMITED, HTTP_4XX, MALFORMED ->
            assertThat(kinds).containsExactly(Kind.NO_ANSWER);
        case UNAUTHORIZED -> assertThat(kinds).containsExactly(Kind.TOKEN_REFUSED);
        case FORBIDDEN -> assertThat(kinds).containsExactly(Kind.READS_NOTHING);
        case INCOMPLETE, STORE -> assertThat(kinds).isEmpty();
      }
    }
  }

  private static ChannelHealth channel(String name, int failing) {
    return new ChannelHealth(
        name,
        failing < 0 ? null : new Failures(ago(failing), 9, null, 0, null),
        failing < 0 ? null : "http 503");
  }

  private static List<Impairment> of(ChannelHealth... channels) {
    return Impairments.of(List.of(), List.of(channels), null, NOW);
  }

  @Test
  void daemon_isMute_onlyIfNoChannelDelivers() {
    assertThat(of()).isEmpty();
    assertThat(of(channel("slack", 60), channel("mail", -1))).isEmpty();
    assertThat(of(channel("slack", 60), channel("mail", 5))).isEmpty();
    assertThat(of(channel("slack", 60), channel("mail", 20)).getFirst().line())
        .startsWith("No channel delivers anything since 2026-11-20T21:40Z (slack: http 503; mail:");
    assertThat(of(channel("slack", 60)).getFirst().title())
        .isEqualTo("Channel slack delivers nothing");
  }

  @Test
  void fullStore_isTold() {
    var found = Impairments.of(List.of(), List.of(), "3 MiB left", NOW);

    assertThat(found).extracting(Impairment::kind).containsExactly(Kind.STORE_FULL);
    assertThat(found.getFirst().line())
        .startsWith("The store has almost no space left (3 MiB left). Free space");
  }
}
