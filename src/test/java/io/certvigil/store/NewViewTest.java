package io.certvigil.store;

import static io.certvigil.store.StoreFixture.HOUR;
import static io.certvigil.store.StoreFixture.POLICY;
import static io.certvigil.store.StoreFixture.TODAY;
import static io.certvigil.store.StoreFixture.ZONE_A;
import static io.certvigil.store.StoreFixture.certificate;
import static io.certvigil.store.StoreFixture.certificates;
import static io.certvigil.store.StoreFixture.complete;
import static io.certvigil.store.StoreFixture.failed;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.diff.Change;
import io.certvigil.diff.KnownCertificate;
import io.certvigil.diff.Presence;
import io.certvigil.model.Certificate;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.PolicyState;
import io.certvigil.model.Reading;
import io.certvigil.policy.Event;
import io.certvigil.policy.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readings after the policies of their credential changed. */
class NewViewTest extends StoreTestBase {
  private static final Certificate SOON = certificate("soon", Duration.ofDays(6));
  private static final Certificate LATER = certificate("later", Duration.ofDays(300));

  @BeforeEach
  void baseline() {
    policies("one", TODAY.minus(HOUR));
    commit(0, SOON, LATER);
  }

  @Test
  void firstFingerprint_isNoChange() {
    assertThat(store().scopes().recordPolicies("other", known("one"), TODAY)).isEmpty();
    assertThat(store().scopes().recordPolicies("other", known("one"), TODAY)).isEmpty();
  }

  @Test
  void oneEvent_perChange() {
    var events = store().scopes().recordPolicies("main", known("two"), at(1));

    assertThat(events)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.type()).isEqualTo(EventType.CREDENTIAL_CHANGED);
              assertThat(event.summary()).startsWith("credential main: its permissions changed");
            });
    assertThat(store().scopes().recordPolicies("main", known("two"), at(2))).isEmpty();
    assertThat(store().scopes().recordPolicies("main", known("one"), at(3))).hasSize(1);
  }

  @Test
  void absenceResolvesNothing() {
    policies("two", at(1));

    for (int hour = 2; hour < 60; hour++) {
      var committed = commit(hour, LATER);

      assertThat(committed.firing()).hasSize(1);
      assertThat(committed.events())
          .noneMatch(event -> event.type() == EventType.CERTIFICATE_RESOLVED);
    }
    assertThat(item("soon").presence()).isEqualTo(new Presence.Hidden(at(2)));
    reopen();
    assertThat(item("soon").presence()).isEqualTo(new Presence.Hidden(at(2)));
  }

  @Test
  void absenceResolves_withoutAChange() {
    commit(1, LATER);

    var committed = commit(2, LATER);

    assertThat(committed.firing()).isEmpty();
    assertThat(committed.events())
        .extracting(event -> event.type())
        .containsExactly(EventType.CERTIFICATE_RESOLVED);
  }

  @Test
  void alreadyMissing_isHiddenAsWell() {
    commit(1, LATER);
    policies("two", at(1)); // found out at the end of the sweep

    assertThat(commit(2, LATER).firing()).hasSize(1);
    assertThat(item("soon").presence()).isInstanceOf(Presence.Hidden.class);
  }

  @Test
  void newCertificates_belongToTheBaseline() {
    policies("two", at(1));

    var changes = commit(2, SOON, LATER, certificate("new", Duration.ofDays(90))).changes();

    assertThat(changes)
        .singleElement()
        .isInstanceOfSatisfying(
            Change.Appeared.class, change -> assertThat(change.baseline()).isTrue());
    assertThat(commit(3, SOON, LATER, certificate("c", Duration.ofDays(9))).changes())
        .anyMatch(change -> change instanceof Change.Appeared(_, boolean known, _) && !known);
  }

  @Test
  void hiddenCertificate_isFoundAgain_andMayThenBeMissed() {
    policies("two", at(1));
    commit(2, LATER);

    commit(3, SOON, LATER);
    assertThat(item("soon").presence()).isEqualTo(Presence.PRESENT);

    commit(4, LATER);
    assertThat(commit(5, LATER).firing()).isEmpty();
  }

  @Test
  void changeFoundByAWrongClock_isOneBaseline() {
    policies("two", at(24 * 700));
    commit(2, LATER);
    commit(3, SOON, LATER);

    commit(4, LATER);

    assertThat(commit(5, LATER).firing()).isEmpty();
  }

  @Test
  void failedAndPartialReadings_areNoBaseline() {
    policies("two", at(1));
    store().readings().commit(ZONE_A, failed(ZONE_A, FaultReason.TIMEOUT), POLICY, at(2));
    store()
        .readings()
        .commit(
            ZONE_A,
            new Reading.Partial(
                ZONE_A.scope(), List.of(LATER), 2, new Fault(FaultReason.INCOMPLETE, "one short")),
            POLICY,
            at(3));

    assertThat(item("soon").presence()).isEqualTo(Presence.PRESENT);
    commit(4, LATER);
    assertThat(item("soon").presence()).isEqualTo(new Presence.Hidden(at(4)));
  }

  @Test
  void alertsOfHiddenCertificates_goOn() {
    policies("two", at(1));
    commit(2, LATER);

    var events = new ArrayList<EventType>();
    for (int day = 1; day < 8; day++) {
      DueLists.decide(
          store(),
          POLICY,
          TODAY.plus(Duration.ofDays(day)),
          scope -> scope.events().forEach(event -> events.add(event.type())));
    }

    assertThat(events).contains(EventType.CERTIFICATE_ESCALATED, EventType.CERTIFICATE_EXPIRED);
  }

  /** Twelve more certificates, most of which are hidden: no mass loss, then or later. */
  @ParameterizedTest
  @ValueSource(ints = {0, 2, 11})
  void hiddenCertificates_areNoMassLoss(int left) {
    commit(1, certificates(12, Duration.ofDays(6)));
    policies("two", at(2));
    var seen = certificates(left, Duration.ofDays(6));

    commit(3, seen);
    commit(4, seen);

    assertThat(commit(5, seen).known().missingInMassLoss()).isEmpty();
  }

  /** They may have changed, so that each reading could show less than the one before. */
  @Test
  void absenceProvesNothing_whileThePoliciesCannotBeRead() {
    for (int hour = 1; hour < 60; hour++) {
      record(new PolicyState.Unavailable(), at(hour));

      assertThat(commit(hour, LATER).firing()).hasSize(1);
    }
    policies("one", at(60)); // as before
    commit(61, LATER);

    assertThat(commit(62, LATER).firing()).isEmpty();
  }

  @Test
  void changeWhileTheyCouldNotBeRead_isANewBaseline() {
    record(new PolicyState.Unavailable(), at(1));
    commit(2, LATER);
    policies("two", at(2));

    commit(3, LATER);

    assertThat(commit(40, LATER).firing()).hasSize(1);
    assertThat(item("soon").presence()).isInstanceOf(Presence.Hidden.class);
  }

  /** To lose the permission for them is a change, too. */
  @Test
  void policiesThatBecomeUnreadable_areAChange_once() {
    assertThat(record(new PolicyState.Unreadable(), at(1))).hasSize(1);
    assertThat(record(new PolicyState.Unreadable(), at(2))).isEmpty();
    assertThat(record(new PolicyState.Unavailable(), at(3))).isEmpty();
    commit(4, LATER);

    assertThat(commit(5, LATER).firing()).hasSize(1);
  }

  @Test
  void policiesThatWereNeverReadable_changeNothing() {
    assertThat(store().scopes().recordPolicies("other", new PolicyState.Unavailable(), at(1)))
        .isEmpty();
    assertThat(store().scopes().recordPolicies("other", new PolicyState.Unreadable(), at(2)))
        .isEmpty();
  }

  private List<Event> record(PolicyState policies, Instant now) {
    return store().scopes().recordPolicies("main", policies, now);
  }

  private static PolicyState known(String fingerprint) {
    return new PolicyState.Known(fingerprint);
  }

  private void policies(String fingerprint, Instant now) {
    store().scopes().recordPolicies("main", known(fingerprint), now);
  }

  private CommittedScope commit(int hour, Certificate... certificates) {
    return store().readings().commit(ZONE_A, complete(ZONE_A, certificates), POLICY, at(hour));
  }

  private static Instant at(int hour) {
    return TODAY.plus(HOUR.multipliedBy(hour));
  }

  private KnownCertificate item(String id) {
    var all = new ArrayList<CommittedScope>();
    store().readings().forEachScope(all::add);
    return Objects.requireNonNull(all.getFirst().known().items().get(id));
  }
}
