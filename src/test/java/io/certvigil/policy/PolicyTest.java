package io.certvigil.policy;

import static io.certvigil.policy.InMemoryPolicyStore.at;
import static io.certvigil.policy.InMemoryPolicyStore.brief;
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

/**
 * Each documented rule of an expiry alert's life, one at a time. Manual ladder: 60 30 14 7 3 1 0.
 */
class PolicyTest {
  private static final Certificate A = certificate("a").endsIn(100).build();
  private static final Certificate NEAR = certificate("a").endsIn(20).build();
  private static final Certificate RENEWED = certificate("a").endsIn(300).fingerprint("f1").build();

  private final InMemoryPolicyStore line = new InMemoryPolicyStore();

  @Test
  void nothing_aboveTheFirstRung() {
    assertThat(line.read(0, A)).isEmpty();
    assertThat(line.last().nextAt()).isEqualTo(at(40));
    assertThat(line.alerts()).isEmpty();
  }

  @Test
  void rungs_areToldOnceEachAsTimePasses() {
    line.read(0, A);
    for (double day = 0.5; day < 101; day += 0.5) {
      line.tick(day);
      assertThat(line.tick(day)).isEmpty();
    }

    assertThat(brief(line.events()).stream().filter(event -> !event.startsWith("reminder")))
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
    line.read(0, NEAR);

    assertThat(line.last().nextAt()).isEqualTo(at(6));
    assertThat(brief(line.tick(6))).containsExactly("escalated 14d warning");
    assertThat(line.last().nextAt()).isEqualTo(at(13));
  }

  @Test
  void severalRungsAtOnce_areOneEventThatNamesTheOthers() {
    line.read(0, A);

    var event = line.tick(95).getFirst();
    assertThat(brief(List.of(event))).containsExactly("expiring 7d critical");
    assertThat(event.skipped()).containsExactly(days(60), days(30), days(14));
    assertThat(event.previousRung()).isNull();
  }

  @Test
  void escalation_namesThePreviousRungAndTheSkipped() {
    line.read(0, A);
    line.tick(41);

    var event = line.tick(98).getFirst();
    assertThat(event.previousRung()).isEqualTo(days(60));
    assertThat(event.skipped()).containsExactly(days(30), days(14), days(7));
    assertThat(event.alert().progress().firstFiredAt()).isEqualTo(at(41));
  }

  @Test
  void pastARungAtBaseline_firesOnce() {
    assertThat(brief(line.read(0, NEAR))).containsExactly("expiring 30d warning");
    assertThat(line.read(0.1, NEAR)).isEmpty();
  }

  @Test
  void expiredAtBaseline_isInfoAndNeverReminded() {
    var old = certificate("a").endsIn(-9).build();

    assertThat(brief(line.read(0, old))).containsExactly("expired 0 info");
    assertThat(line.last().nextAt()).isNull();
    assertThat(line.tick(30)).isEmpty();
  }

  @Test
  void expiredAtBaseline_isInfoAlsoWhereTheReadingWasPartial() {
    assertThat(brief(line.partial(0, certificate("a").endsIn(-9).build())))
        .containsExactly("expired 0 info");
  }

  @Test
  void expiredAndAppearedLater_isCritical() {
    line.read(0);

    assertThat(brief(line.read(1, certificate("a").endsIn(-9).build())))
        .containsExactly("appeared info", "expired 0 critical");
  }

  @Test
  void summary_saysWhatAndWhen() {
    var event = line.read(0, certificate("device-17.example.com").endsIn(14).build()).getFirst();

    assertThat(event.summary())
        .isEqualTo("device-17.example.com expires in 14 d (2026-12-04T12:00Z)");
  }

  @Test
  void hostileName_cannotBreakTheLine() {
    var evil = certificate("a").name("x\r\n\u202eevil\u0000" + "y".repeat(999)).endsIn(14).build();

    var summary = line.read(0, evil).getFirst().summary();
    assertThat(summary).startsWith("x evil y").contains("…").hasSizeLessThan(260);
    assertThat(summary.chars().noneMatch(Character::isISOControl)).isTrue();
  }

  @Test
  void idOfAnEvent_isThatOfTheDesign() {
    var event = line.read(0, NEAR).getFirst();
    var end = String.valueOf(at(20).getEpochSecond());

    assertThat(event.id())
        .isEqualTo(
            "evt_"
                + Key.longOf(
                    event.alert().id().key(), end, "1", "certificate.expiring", "30d", "0"));
    assertThat(event.alert().id().key()).isEqualTo(Key.shortOf("alert", SCOPE.key(), "a"));
  }

  @Test
  void healthyRenewal_isSilentButForThoseWhoAsk() {
    line.read(0, A);

    var events = line.read(1, RENEWED);
    assertThat(brief(events)).containsExactly("renewed info");
    assertThat(line.alerts()).isEmpty();
  }

  @Test
  void renewal_resolvesWhatFires() {
    line.read(0, NEAR);

    assertThat(brief(line.read(1, RENEWED)))
        .containsExactly("renewed info", "resolved 30d warning renewed");
    assertThat(line.firing()).isEmpty();
  }

  @Test
  void laterEndOfTheSameFingerprint_isACorrection() {
    line.read(0, NEAR);

    assertThat(brief(line.read(1, certificate("a").endsIn(300).build())))
        .containsExactly("resolved 30d warning expiry_corrected");
  }

  @Test
  void laterEndThatIsNearToo_resolvesAndFiresAnew() {
    line.read(0, NEAR);

    assertThat(brief(line.read(1, certificate("a").endsIn(28).fingerprint("f1").build())))
        .containsExactly("renewed info", "resolved 30d warning renewed", "expiring 30d warning");
    assertThat(line.firing()).hasSize(1);
  }

  @Test
  void earlierEnd_firesAnewAndClosesTheOldSilently() {
    line.read(0, NEAR);

    assertThat(brief(line.read(1, certificate("a").endsIn(5).build())))
        .containsExactly("expiring 7d critical");
    assertThat(line.firing()).hasSize(1);
  }

  @Test
  void earlierEndOnALadderThatWarnsLater_resolvesWithAnEvent() {
    line.read(0, NEAR);

    var brief = certificate("a").endsIn(19).lasting(30).build();
    assertThat(brief(line.read(0.5, brief)))
        .containsExactly("resolved 30d warning expiry_corrected");
  }

  @Test
  void shiftUnderAnHour_isTheSameAlert() {
    line.read(0, NEAR);

    var shifted = certificate("a").ends(at(20).plusSeconds(3599)).build();
    assertThat(line.read(1, shifted)).isEmpty();
    assertThat(line.alerts()).hasSize(1);
    assertThat(line.firing().getFirst().id().incarnation()).isEqualTo(at(20));
  }

  @Test
  void endBetweenTwoKnownOnes_belongsToTheOneThatFires() {
    line.read(0, NEAR);
    line.read(1, certificate("a").ends(at(20).plusSeconds(5_400)).build());

    assertThat(line.read(2, certificate("a").ends(at(20).plusSeconds(2_500)).build())).isEmpty();
    assertThat(line.firing()).hasSize(1);
  }

  @Test
  void flappingEnd_opensTheNextEpisodeAndNoIdTwice() {
    line.read(0, NEAR);
    line.read(1, RENEWED);

    assertThat(brief(line.read(2, NEAR))).containsExactly("expiring 30d warning");
    assertThat(line.firing().getFirst().id().episode()).isEqualTo(2);
    assertThat(brief(line.read(3, RENEWED)))
        .containsExactly("renewed info", "resolved 30d warning renewed");
    assertThat(line.firing()).isEmpty();
  }

  @Test
  void removedWhileFiring_resolvesOnly() {
    line.read(0, NEAR);
    line.read(1);

    assertThat(brief(line.read(2))).containsExactly("resolved 30d warning removed");
  }

  @Test
  void backAfterItWasRemoved_opensTheNextEpisode() {
    line.read(0, NEAR);
    line.read(1);
    line.read(2);

    var events = line.read(8, NEAR);
    assertThat(brief(events)).containsExactly("appeared info", "expiring 14d warning");
    assertThat(events.getLast().alert().id().episode()).isEqualTo(2);
  }

  @Test
  void neverResolved_byFailureOrPartialReading() {
    line.read(0, NEAR);
    line.fail(1);
    line.partial(2);
    line.fail(3);

    assertThat(line.events()).hasSize(1);
    assertThat(line.firing()).hasSize(1);
  }

  @Test
  void missingOne_stillGoesDownItsLadder() {
    line.read(0, NEAR);
    line.read(5.99);

    assertThat(brief(line.tick(6.01))).containsExactly("escalated 14d warning");
  }

  @Test
  void disappearedWithoutAlert_isAWarning() {
    line.read(0, A);
    line.read(1);

    var event = line.read(2).getFirst();
    assertThat(brief(List.of(event))).containsExactly("disappeared warning");
    assertThat(event.alert().state()).isEqualTo(Alert.State.FIRING);
    assertThat(line.firing()).isEmpty();
  }

  @Test
  void disappearingTwice_isToldTwice() {
    line.read(0, A);
    line.read(1);
    line.read(2);
    line.read(3, A);
    line.read(4);

    assertThat(brief(line.read(5))).containsExactly("disappeared warning");
  }

  @Test
  void firstEpisode_isTheFirstAlsoAfterItHadDisappeared() {
    line.read(0, A);
    line.read(1);
    line.read(2);

    var event = line.read(50, A).getLast();
    assertThat(brief(List.of(event))).containsExactly("expiring 60d info");
    assertThat(event.alert().id().episode()).isEqualTo(1);
  }

  @Test
  void disappearance_isExpectedOfWhatWasLeavingOrIsManaged() {
    line.read(
        0,
        certificate("a").status("revoked").build(),
        certificate("b").status("pending_revocation").build(),
        certificate("c").status("deleted").build(),
        certificate("d").status("pending_deletion").build(),
        certificate("e").status("expired").build(),
        certificate("f").managed(true).build());
    line.read(1);

    assertThat(line.read(2)).isEmpty();
  }

  @Test
  void revokedWhileFiring_warnsThenResolves() {
    line.read(0, NEAR);

    var events = line.read(1, certificate("a").endsIn(20).status("revoked").build());
    assertThat(brief(events))
        .containsExactly("status_changed 30d warning", "resolved 30d warning revoked");
    assertThat(events.getFirst().change())
        .isEqualTo(new Event.Field("status", "active", "revoked"));
  }

  @Test
  void reactivated_opensTheNextEpisode() {
    var revoked = certificate("a").endsIn(20).status("revoked").build();
    line.read(0, NEAR);
    line.read(1, revoked);
    line.read(2, revoked);

    var events = line.read(7, NEAR);
    assertThat(brief(events)).containsExactly("expiring 14d warning");
    assertThat(events.getFirst().alert().id().episode()).isEqualTo(2);
  }

  @Test
  void statusThatAlarmsNobody_isHistoryOnly() {
    line.read(0, A);

    assertThat(line.read(1, certificate("a").endsIn(100).status("pending_deployment").build()))
        .isEmpty();
  }

  @Test
  void timedOutStatus_isAWarning() {
    line.read(0, A);

    assertThat(
            brief(line.read(1, certificate("a").endsIn(100).status("issuance_timed_out").build())))
        .containsExactly("status_changed warning");
  }

  @Test
  void inactiveAndUnused_isNotAlerted() {
    line.read(
        0,
        certificate("a").endsIn(5).status("inactive").build(),
        certificate("b").endsIn(5).status("inactive").inUse(false).build());

    assertThat(line.events())
        .extracting(Event::type)
        .doesNotContain(EventType.CERTIFICATE_EXPIRING);
    assertThat(
            brief(line.read(1, certificate("b").endsIn(5).status("inactive").inUse(true).build())))
        .containsExactly("expiring 7d critical");
  }

  @Test
  void noLongerInUse_resolves() {
    line.read(0, certificate("a").endsIn(5).status("inactive").inUse(true).build());

    assertThat(
            brief(line.read(1, certificate("a").endsIn(5).status("inactive").inUse(false).build())))
        .containsExactly("resolved 7d critical not_in_use");
  }

  @Test
  void backup_isNotAlerted() {
    assertThat(line.read(0, certificate("a").endsIn(5).status("backup_issued").build())).isEmpty();
  }

  @Test
  void reminders_areWeeklyForAWarning() {
    line.read(0, certificate("a").endsIn(29).build());

    assertThat(line.tick(6.9)).isEmpty();
    assertThat(brief(line.tick(7))).containsExactly("reminder 30d #1 warning");
    assertThat(line.tick(13.9)).isEmpty();
    assertThat(brief(line.tick(14))).containsExactly("reminder 30d #2 warning");
  }

  @Test
  void reminders_areDailyForACriticalOne() {
    line.read(0, certificate("a").endsIn(6).build());

    assertThat(brief(line.tick(1))).containsExactly("reminder 7d #1 critical");
    assertThat(brief(line.tick(2))).containsExactly("reminder 7d #2 critical");
    assertThat(brief(line.tick(3))).containsExactly("escalated 3d critical");
  }

  @Test
  void remindersOfAnExpiredOne_endAfterSeven() {
    line.read(0, certificate("a").endsIn(1).build());
    for (int day = 1; day < 40; day++) {
      line.tick(day);
    }

    assertThat(brief(line.events()))
        .filteredOn(event -> event.startsWith("reminder 0"))
        .containsExactly(
            IntStream.rangeClosed(1, 7)
                .mapToObj(number -> "reminder 0 #" + number + " critical")
                .toArray(String[]::new));
    assertThat(line.last().nextAt()).isNull();
  }

  @Test
  void onlyTheLatestReminder_isToldAfterAStop() {
    line.read(0, certificate("a").endsIn(1).build());
    line.tick(1);

    assertThat(brief(line.tick(5.5))).containsExactly("reminder 0 #4 critical");
    assertThat(brief(line.tick(90))).containsExactly("reminder 0 #7 critical");
    assertThat(line.tick(900)).isEmpty();
  }

  @Test
  void infoRung_isNeverReminded() {
    line.read(0, certificate("a").endsIn(59).build());

    assertThat(line.tick(28)).isEmpty();
  }

  @Test
  void clockThatWentBack_tellsNothingTwice() {
    line.read(10, A);
    line.tick(95);

    assertThat(line.tick(50)).isEmpty();
    assertThat(line.tick(10)).isEmpty();
    assertThat(line.tick(95)).isEmpty();
  }

  @Test
  void unwatched_resolvesAndIsABaselineLater() {
    line.read(0, NEAR, certificate("b").endsIn(2).build());

    assertThat(brief(line.unwatch(1)))
        .containsExactly("resolved 30d warning unwatched", "resolved 3d critical unwatched");
    assertThat(line.firing()).isEmpty();
    assertThat(brief(line.read(5, NEAR, certificate("b").endsIn(2).build())))
        .containsExactly("expiring 30d warning", "expired 0 info");
  }

  @Test
  void dateThatBecameUnreadable_goesOnByTheLastKnown() {
    line.read(0, NEAR);
    line.read(1, certificate("a").expiry(new Expiry.Unreadable("?", null)).build());

    assertThat(brief(line.tick(6))).containsExactly("escalated 14d warning");
  }

  @Test
  void noEndByDesign_isNoAlert() {
    assertThat(line.read(0, certificate("a").expiry(new Expiry.Never()).build())).isEmpty();
    assertThat(line.last().nextAt()).isNull();
  }

  @Test
  void lostDecision_isMadeAgainTheSame() {
    line.read(0, A);
    var reading = new Reading.Complete(SCOPE, List.of(NEAR));
    var lost = line.lose(reading, at(1));

    assertThat(line.commit(reading, at(1))).isEqualTo(lost.events());
  }

  @Test
  void hostileDates_breakNothing() {
    line.read(
        0,
        certificate("a").ends(Instant.MAX).build(),
        certificate("b").ends(Instant.MIN).build(),
        certificate("c").ends(Instant.EPOCH).begins(Instant.MAX).build(),
        certificate("d").ends(Instant.MAX).begins(Instant.MIN).build());

    assertThat(brief(line.events())).containsExactly("expired 0 info", "expired 0 info");
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }
}
