package io.certvigil.policy;

import static io.certvigil.policy.InMemoryPolicyStore.assertEvents;
import static io.certvigil.policy.InMemoryPolicyStore.at;
import static io.certvigil.policy.InMemoryPolicyStore.describe;
import static io.certvigil.policy.TestCertificates.SCOPE;
import static io.certvigil.policy.TestCertificates.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.Key;
import io.certvigil.model.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The documented rules of expiry alerts, one at a time. Manual ladder: 60 30 14 7 3 1 0. */
class PolicyTest {
  private static final Certificate A = certificate("a").expiresIn(100).build();
  private static final Certificate NEAR = certificate("a").expiresIn(20).build();
  private static final Certificate RENEWED =
      certificate("a").expiresIn(300).fingerprint("f1").build();

  private final InMemoryPolicyStore store = new InMemoryPolicyStore();

  @Test
  void noEvent_aboveTheFirstRung() {
    assertThat(store.read(0, A)).isEmpty();
    assertThat(store.last().nextAt()).isEqualTo(at(40));
    assertThat(store.alerts()).isEmpty();
  }

  @Test
  void rungs_areSentOnceEachAsTimePasses() {
    store.read(0, A);
    for (double day = 0.5; day < 101; day += 0.5) {
      store.tick(day);
      assertThat(store.tick(day)).isEmpty();
    }

    assertThat(describe(store.events()).stream().filter(event -> !event.startsWith("reminder")))
        .containsExactly(
            "expiring 60d info",
            "escalated 30d warning",
            "escalated 14d warning",
            "escalated 7d critical",
            "escalated 3d critical",
            "escalated 1d critical",
            "expired 0 critical");
  }

  @Test
  void nextAt_isTheMomentOfTheNextRungOrReminder() {
    store.read(0, NEAR);

    assertThat(store.last().nextAt()).isEqualTo(at(6));
    assertEvents(store.tick(6), "escalated 14d warning");
    assertThat(store.last().nextAt()).isEqualTo(at(13));
  }

  @Test
  void severalRungsAtOnce_areOneEventWithTheSkippedOnes() {
    store.read(0, A);

    var event = store.tick(95).getFirst();
    assertEvents(List.of(event), "expiring 7d critical");
    assertThat(event.skipped()).containsExactly(days(60), days(30), days(14));
    assertThat(event.previousRung()).isNull();
  }

  @Test
  void escalation_hasThePreviousRungAndTheSkippedOnes() {
    store.read(0, A);
    store.tick(41);

    var event = store.tick(98).getFirst();
    assertThat(event.previousRung()).isEqualTo(days(60));
    assertThat(event.skipped()).containsExactly(days(30), days(14), days(7));
    assertThat(event.alert().progress().firstFiredAt()).isEqualTo(at(41));
  }

  @Test
  void pastARungAtBaseline_firesOnce() {
    assertEvents(store.read(0, NEAR), "expiring 30d warning");
    assertThat(store.read(0.1, NEAR)).isEmpty();
  }

  @Test
  void expiredAtBaseline_isInfoAndNeverReminded() {
    var old = certificate("a").expiresIn(-9).build();

    assertEvents(store.read(0, old), "expired 0 info");
    assertThat(store.last().nextAt()).isNull();
    assertThat(store.tick(30)).isEmpty();
  }

  @Test
  void expiredAtBaseline_isInfoIfTheReadingWasPartial() {
    assertEvents(store.partial(0, certificate("a").expiresIn(-9).build()), "expired 0 info");
  }

  @Test
  void expiredAndAppearedLater_isCritical() {
    store.read(0);

    assertEvents(
        store.read(1, certificate("a").expiresIn(-9).build()),
        "appeared info",
        "expired 0 critical");
  }

  @Test
  void summary_hasNameAndExpiry() {
    var event =
        store.read(0, certificate("device-17.example.com").expiresIn(14).build()).getFirst();

    assertThat(event.summary())
        .isEqualTo("device-17.example.com expires in 14 d (2026-12-04T12:00Z)");
  }

  @Test
  void hostileName_cannotBreakTheLine() {
    var evil =
        certificate("a").name("x\r\n\u202eevil\u0000" + "y".repeat(999)).expiresIn(14).build();

    var summary = store.read(0, evil).getFirst().summary();
    assertThat(summary).startsWith("x evil y").contains("…").hasSizeLessThan(260);
    assertThat(summary.chars().noneMatch(Character::isISOControl)).isTrue();
  }

  @Test
  void eventId_isThatOfTheDesign() {
    var event = store.read(0, NEAR).getFirst();
    var end = String.valueOf(at(20).getEpochSecond());

    assertThat(event.id())
        .isEqualTo(
            "evt_"
                + Key.longOf(
                    event.alert().id().key(), end, "1", "certificate.expiring", "30d", "0"));
    assertThat(event.alert().id().key()).isEqualTo(Key.shortOf("alert", SCOPE.key(), "a"));
  }

  @Test
  void renewalWithoutAlert_givesOnlyTheRenewedEvent() {
    store.read(0, A);

    var events = store.read(1, RENEWED);
    assertEvents(events, "renewed info");
    assertThat(store.alerts()).isEmpty();
  }

  @Test
  void renewal_resolvesTheFiringAlert() {
    store.read(0, NEAR);

    assertEvents(store.read(1, RENEWED), "renewed info", "resolved 30d warning renewed");
    assertThat(store.firing()).isEmpty();
  }

  @Test
  void laterExpiryWithTheSameFingerprint_isACorrection() {
    store.read(0, NEAR);

    assertEvents(
        store.read(1, certificate("a").expiresIn(300).build()),
        "resolved 30d warning expiry_corrected");
  }

  @Test
  void laterExpiryWithinTheLadder_resolvesAndFiresAgain() {
    store.read(0, NEAR);

    assertEvents(
        store.read(1, certificate("a").expiresIn(28).fingerprint("f1").build()),
        "renewed info",
        "resolved 30d warning renewed",
        "expiring 30d warning");
    assertThat(store.firing()).hasSize(1);
  }

  @Test
  void earlierExpiry_firesAgainAndClosesTheOldAlertWithoutAnEvent() {
    store.read(0, NEAR);

    assertEvents(store.read(1, certificate("a").expiresIn(5).build()), "expiring 7d critical");
    assertThat(store.firing()).hasSize(1);
  }

  @Test
  void earlierExpiryAboveTheFirstRung_resolvesWithAnEvent() {
    store.read(0, NEAR);

    var brief = certificate("a").expiresIn(19).lasting(30).build();
    assertEvents(store.read(0.5, brief), "resolved 30d warning expiry_corrected");
  }

  @Test
  void shiftUnderAnHour_isTheSameAlert() {
    store.read(0, NEAR);

    var shifted = certificate("a").expiresAt(at(20).plusSeconds(3599)).build();
    assertThat(store.read(1, shifted)).isEmpty();
    assertThat(store.alerts()).hasSize(1);
    assertThat(store.firing().getFirst().id().incarnation()).isEqualTo(at(20));
  }

  @Test
  void expiryBetweenTwoKnownOnes_belongsToTheFiringAlert() {
    store.read(0, NEAR);
    store.read(1, certificate("a").expiresAt(at(20).plusSeconds(5_400)).build());

    assertThat(store.read(2, certificate("a").expiresAt(at(20).plusSeconds(2_500)).build()))
        .isEmpty();
    assertThat(store.firing()).hasSize(1);
  }

  @Test
  void alternatingExpiry_opensTheNextEpisodeAndReusesNoId() {
    store.read(0, NEAR);
    store.read(1, RENEWED);

    assertEvents(store.read(2, NEAR), "expiring 30d warning");
    assertThat(store.firing().getFirst().id().episode()).isEqualTo(2);
    assertEvents(store.read(3, RENEWED), "renewed info", "resolved 30d warning renewed");
    assertThat(store.firing()).isEmpty();
  }

  @Test
  void removedWhileFiring_resolvesOnly() {
    store.read(0, NEAR);
    store.read(1);

    assertEvents(store.read(2), "resolved 30d warning removed");
  }

  @Test
  void backAfterItWasRemoved_opensTheNextEpisode() {
    store.read(0, NEAR);
    store.read(1);
    store.read(2);

    var events = store.read(8, NEAR);
    assertEvents(events, "appeared info", "expiring 14d warning");
    assertThat(events.getLast().alert().id().episode()).isEqualTo(2);
  }

  @Test
  void neverResolved_byFailureOrPartialReading() {
    store.read(0, NEAR);
    store.fail(1);
    store.partial(2);
    store.fail(3);

    assertThat(store.events()).hasSize(1);
    assertThat(store.firing()).hasSize(1);
  }

  @Test
  void missingCertificate_stillEscalates() {
    store.read(0, NEAR);
    store.read(5.99);

    assertEvents(store.tick(6.01), "escalated 14d warning");
  }

  @Test
  void disappearedWithoutAlert_isAWarning() {
    store.read(0, A);
    store.read(1);

    var event = store.read(2).getFirst();
    assertEvents(List.of(event), "disappeared warning");
    assertThat(event.alert().state()).isEqualTo(Alert.State.FIRING);
    assertThat(store.firing()).isEmpty();
  }

  @Test
  void disappearingTwice_givesTwoEvents() {
    store.read(0, A);
    store.read(1);
    store.read(2);
    store.read(3, A);
    store.read(4);

    assertEvents(store.read(5), "disappeared warning");
  }

  @Test
  void firstEpisode_isNumber1AfterADisappearance() {
    store.read(0, A);
    store.read(1);
    store.read(2);

    var event = store.read(50, A).getLast();
    assertEvents(List.of(event), "expiring 60d info");
    assertThat(event.alert().id().episode()).isEqualTo(1);
  }

  @Test
  void disappearance_isExpectedForLeavingOrManagedCertificates() {
    store.read(
        0,
        certificate("a").status("revoked").build(),
        certificate("b").status("pending_revocation").build(),
        certificate("c").status("deleted").build(),
        certificate("d").status("pending_deletion").build(),
        certificate("e").status("expired").build(),
        certificate("f").managed(true).build());
    store.read(1);

    assertThat(store.read(2)).isEmpty();
  }

  @Test
  void revokedWhileFiring_warnsThenResolves() {
    store.read(0, NEAR);

    var events = store.read(1, certificate("a").expiresIn(20).status("revoked").build());
    assertEvents(events, "status_changed 30d warning", "resolved 30d warning revoked");
    assertThat(events.getFirst().change())
        .isEqualTo(new Event.Field("status", "active", "revoked"));
    assertThat(events)
        .extracting(Event::summary)
        .containsExactly(
            "a became revoked (was active): expires in 19 d (2026-12-10T12:00Z)",
            "a is revoked: its expiry is no longer watched");
  }

  @Test
  void reactivated_opensTheNextEpisode() {
    var revoked = certificate("a").expiresIn(20).status("revoked").build();
    store.read(0, NEAR);
    store.read(1, revoked);
    store.read(2, revoked);

    var events = store.read(7, NEAR);
    assertEvents(events, "expiring 14d warning");
    assertThat(events.getFirst().alert().id().episode()).isEqualTo(2);
  }

  @Test
  void harmlessStatus_givesNoEvent() {
    store.read(0, A);

    assertThat(store.read(1, certificate("a").expiresIn(100).status("pending_deployment").build()))
        .isEmpty();
  }

  @Test
  void timedOutStatus_isAWarning() {
    store.read(0, A);

    assertEvents(
        store.read(1, certificate("a").expiresIn(100).status("issuance_timed_out").build()),
        "status_changed warning");
  }

  @Test
  void inactiveAndUnused_isNotAlerted() {
    store.read(
        0,
        certificate("a").expiresIn(5).status("inactive").build(),
        certificate("b").expiresIn(5).status("inactive").inUse(false).build());

    assertThat(store.events())
        .extracting(Event::type)
        .doesNotContain(EventType.CERTIFICATE_EXPIRING);
    assertEvents(
        store.read(1, certificate("b").expiresIn(5).status("inactive").inUse(true).build()),
        "expiring 7d critical");
  }

  @Test
  void noLongerInUse_resolves() {
    store.read(0, certificate("a").expiresIn(5).status("inactive").inUse(true).build());

    assertEvents(
        store.read(1, certificate("a").expiresIn(5).status("inactive").inUse(false).build()),
        "resolved 7d critical not_in_use");
  }

  @Test
  void backup_isNotAlerted() {
    assertThat(store.read(0, certificate("a").expiresIn(5).status("backup_issued").build()))
        .isEmpty();
  }

  @Test
  void reminders_areWeeklyForAWarning() {
    store.read(0, certificate("a").expiresIn(29).build());

    assertThat(store.tick(6.9)).isEmpty();
    assertEvents(store.tick(7), "reminder 30d #1 warning");
    assertThat(store.tick(13.9)).isEmpty();
    assertEvents(store.tick(14), "reminder 30d #2 warning");
  }

  @Test
  void reminders_areDailyForCritical() {
    store.read(0, certificate("a").expiresIn(6).build());

    assertEvents(store.tick(1), "reminder 7d #1 critical");
    assertEvents(store.tick(2), "reminder 7d #2 critical");
    assertEvents(store.tick(3), "escalated 3d critical");
  }

  @Test
  void remindersAfterExpiry_endAfterSeven() {
    store.read(0, certificate("a").expiresIn(1).build());
    for (int day = 1; day < 40; day++) {
      store.tick(day);
    }

    assertThat(describe(store.events()))
        .filteredOn(event -> event.startsWith("reminder 0"))
        .containsExactly(
            IntStream.rangeClosed(1, 7)
                .mapToObj(number -> "reminder 0 #" + number + " critical")
                .toArray(String[]::new));
    assertThat(store.last().nextAt()).isNull();
  }

  @Test
  void onlyTheLatestReminder_isSentAfterAStop() {
    store.read(0, certificate("a").expiresIn(1).build());
    store.tick(1);

    assertEvents(store.tick(5.5), "reminder 0 #4 critical");
    assertEvents(store.tick(90), "reminder 0 #7 critical");
    assertThat(store.tick(900)).isEmpty();
  }

  @Test
  void infoRung_hasNoReminders() {
    store.read(0, certificate("a").expiresIn(59).build());

    assertThat(store.tick(28)).isEmpty();
  }

  @Test
  void clockSetBack_repeatsNoEvent() {
    store.read(10, A);
    store.tick(95);

    assertThat(store.tick(50)).isEmpty();
    assertThat(store.tick(10)).isEmpty();
    assertThat(store.tick(95)).isEmpty();
  }

  @Test
  void unwatched_resolvesAndIsABaselineLater() {
    store.read(0, NEAR, certificate("b").expiresIn(2).build());

    assertEvents(
        store.unwatch(1), "resolved 30d warning unwatched", "resolved 3d critical unwatched");
    assertThat(store.firing()).isEmpty();
    assertEvents(
        store.read(5, NEAR, certificate("b").expiresIn(2).build()),
        "expiring 30d warning",
        "expired 0 info");
  }

  @Test
  void unreadableDate_isReplacedByTheLastKnownOne() {
    store.read(0, NEAR);
    store.read(1, certificate("a").expiry(new Expiry.Unreadable("?", null)).build());

    assertEvents(store.tick(6), "escalated 14d warning");
  }

  @Test
  void certificateThatNeverExpires_isNotAlerted() {
    assertThat(store.read(0, certificate("a").expiry(new Expiry.Never()).build())).isEmpty();
    assertThat(store.last().nextAt()).isNull();
  }

  @Test
  void uncommittedDecision_isRepeatedIdentically() {
    store.read(0, A);
    var reading = new Reading.Complete(SCOPE, List.of(NEAR));
    var lost = store.decideWithoutCommit(reading, at(1));

    assertThat(store.commit(reading, at(1))).isEqualTo(lost.events());
  }

  @Test
  void extremeDates_areSupported() {
    store.read(
        0,
        certificate("a").expiresAt(Instant.MAX).build(),
        certificate("b").expiresAt(Instant.MIN).build(),
        certificate("c").expiresAt(Instant.EPOCH).begins(Instant.MAX).build(),
        certificate("d").expiresAt(Instant.MAX).begins(Instant.MIN).build());

    assertEvents(store.events(), "expired 0 info", "expired 0 info");
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }
}
