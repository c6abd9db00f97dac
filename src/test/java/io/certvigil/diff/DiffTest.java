package io.certvigil.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.Fault;
import io.certvigil.model.FaultReason;
import io.certvigil.model.PemCertificate;
import io.certvigil.model.Reading;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.X509Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiffTest {
  private static final Instant TODAY = Instant.parse("2026-11-20T12:00:00Z");
  private static final Instant END = Instant.parse("2027-01-20T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Fault FAULT = new Fault(FaultReason.TIMEOUT, "");
  private static final Scope SCOPE =
      Scope.ofZone(
          Source.CLIENT_CERTIFICATES,
          new ResourceRef("a1", "acme"),
          new ResourceRef("z1", "example.com"));
  private static final Certificate A = certificate("a", END, "11");
  private static final Certificate B = certificate("b", END, "22");

  private KnownScope known = new KnownScope(SCOPE, false, HOUR, Map.of());

  @Test
  void first_isBaseline() {
    assertThat(read(0, A)).containsExactly(new Change.Appeared(A, true, false));
  }

  @Test
  void partialReadingBeforeTheFirstCompleteOne_isBaselineToo() {
    assertThat(commit(partial(A), TODAY)).containsExactly(new Change.Appeared(A, true, false));
    assertThat(known.baselined()).isFalse();
    assertThat(read(1, A, B)).containsExactly(new Change.Appeared(B, true, false));
  }

  @Test
  void appeared_afterTheBaseline() {
    read(0, A);

    assertThat(read(1, A, B)).containsExactly(new Change.Appeared(B, false, false));
  }

  @Test
  void nothing_whenTheSameIsReadAgain() {
    read(0, A, B);

    assertThat(read(1, B, A)).isEmpty();
    assertThat(item("a").lastSeenAt()).isEqualTo(TODAY.plus(HOUR));
    assertThat(item("a").firstSeenAt()).isEqualTo(TODAY);
  }

  @Test
  void nothing_whenTheReadingFailed() {
    read(0, A);
    var before = known;

    assertThat(commit(new Reading.Failed(SCOPE, FAULT), TODAY.plus(HOUR))).isEmpty();
    assertThat(known).isEqualTo(before);
  }

  @Test
  void nothing_whenAPartialReadingDoesNotContainIt() {
    read(0, A, B);

    assertThat(commit(partial(A), TODAY.plus(HOUR))).isEmpty();
    assertThat(item("b").present()).isTrue();
  }

  @Test
  void missed_thenDisappeared() {
    read(0, A, B);

    assertThat(read(1, A)).containsExactly(new Change.Missed(B, TODAY.plus(HOUR)));
    assertThat(read(2, A)).containsExactly(new Change.Disappeared(B, TODAY.plus(HOUR)));
    assertThat(read(3, A)).isEmpty();
    assertThat(item("b").absent()).isTrue();
    assertThat(item("b").lastSeenAt()).isEqualTo(TODAY);
  }

  @Test
  void notAbsent_whenTheSecondReadingComesTooSoon() {
    read(0, A, B);
    commit(complete(A), TODAY.plus(HOUR));

    assertThat(commit(complete(A), TODAY.plus(HOUR).plusSeconds(599))).isEmpty();
    assertThat(commit(complete(A), TODAY.plus(HOUR).plusSeconds(600))).hasSize(1);
  }

  @Test
  void absent_afterAnIntervalShorterThanTenMinutes() {
    known = new KnownScope(SCOPE, false, Duration.ofMinutes(2), Map.of());
    commit(complete(A, B), TODAY);
    commit(complete(A), TODAY.plusSeconds(120));

    assertThat(commit(complete(A), TODAY.plusSeconds(240)))
        .containsExactly(new Change.Disappeared(B, TODAY.plusSeconds(120)));
  }

  @Test
  void notAbsent_whenOnlyFailuresAndPartialsFollowTheFirstMiss() {
    read(0, A, B);
    read(1, A);

    assertThat(commit(new Reading.Failed(SCOPE, FAULT), TODAY.plus(Duration.ofHours(9)))).isEmpty();
    assertThat(commit(partial(A), TODAY.plus(Duration.ofHours(10)))).isEmpty();
    assertThat(item("b").absent()).isFalse();
  }

  @Test
  void found_whenAPartialReadingContainsAMissingCertificate() {
    read(0, A, B);
    read(1, A);

    assertThat(commit(partial(B), TODAY.plus(HOUR.multipliedBy(2))))
        .containsExactly(new Change.Found(B));
    assertThat(item("b").present()).isTrue();
  }

  @Test
  void appearedAgain_whenAnAbsentCertificateIsBack() {
    read(0, A, B);
    read(1, A);
    read(2, A);

    var revoked = status(B, "revoked");
    assertThat(read(3, A, revoked))
        .containsExactly(
            new Change.Appeared(revoked, false, true), new Change.StatusChanged(B, revoked));
    assertThat(item("b").firstSeenAt()).isEqualTo(TODAY);
  }

  @Test
  void renewed_whenTheExpiryIsLaterAndTheFingerprintDiffers() {
    read(0, A);
    var renewed = certificate("a", END.plus(Duration.ofDays(90)), "99");

    assertThat(read(1, renewed)).containsExactly(new Change.Renewed(A, renewed));
  }

  @Test
  void expiryChanged_whenTheCertificateIsInThePemStill() {
    read(0, A);
    var end = END.plus(Duration.ofDays(90));
    var all =
        List.of(
            new PemCertificate("leaf", null, "1", "99", TODAY, end, true),
            new PemCertificate("root", null, "2", "11", TODAY, END, false));
    var later = certificate("a", end, "99").with(all);

    assertThat(read(1, later))
        .containsExactly(new Change.ExpiryChanged(A, later), new Change.MetadataChanged(A, later));
  }

  @Test
  void renewed_whenThereIsNoFingerprintToCompare() {
    var bare = certificate("a", END, null);
    var later = certificate("a", END.plus(Duration.ofDays(90)), null);
    read(0, bare);

    assertThat(read(1, later)).containsExactly(new Change.Renewed(bare, later));
  }

  @Test
  void expiryChanged_whenTheFingerprintIsTheSame() {
    read(0, A);
    var later = certificate("a", END.plus(Duration.ofDays(90)), "11");

    assertThat(read(1, later)).containsExactly(new Change.ExpiryChanged(A, later));
  }

  @Test
  void expiryChanged_whenTheExpiryIsEarlier() {
    read(0, A);
    var earlier = certificate("a", END.minus(Duration.ofDays(9)), "99");

    assertThat(read(1, earlier)).first().isEqualTo(new Change.ExpiryChanged(A, earlier));
  }

  @Test
  void lastKnownExpiry_isKeptWhenTheDateBecomesUnreadable() {
    read(0, A);
    var kept = A.with(new Expiry.Unreadable("soon", END));

    assertThat(read(1, A.with(new Expiry.Unreadable("soon", null))))
        .containsExactly(new Change.ExpiryChanged(A, kept));
    assertThat(read(2, A.with(new Expiry.Unreadable("soon", null)))).isEmpty();
    assertThat(item("a").certificate()).isEqualTo(kept);
  }

  @Test
  void statusAndMetadata_areSeparateChanges() {
    read(0, A);
    var changed =
        new Certificate("a", "other", "revoked", null, false, A.expiry(), A.x509(), A.attributes());

    assertThat(read(1, changed))
        .containsExactly(
            new Change.StatusChanged(A, changed), new Change.MetadataChanged(A, changed));
  }

  @Test
  void firstOfADuplicateId_counts() {
    var twin = certificate("a", END.plus(HOUR), "77");

    assertThat(read(0, A, twin)).hasSize(1);
    assertThat(item("a").certificate()).isEqualTo(A);
    assertThat(read(1, A, twin)).isEmpty();
  }

  @Test
  void massAbsence_countsOnlyAfterADay() {
    commit(complete(many(0, 20)), TODAY);
    commit(complete(many(0, 9)), TODAY.plus(HOUR));

    assertThat(known.missingInMassLoss()).hasSize(11);
    assertThat(commit(complete(many(0, 9)), TODAY.plus(Duration.ofHours(24)))).isEmpty();
    assertThat(commit(complete(many(0, 9)), TODAY.plus(Duration.ofHours(25)))).hasSize(11);
    assertThat(known.missingInMassLoss()).isEmpty();
  }

  @Test
  void massAbsence_isNotHiddenByNewCertificates() {
    commit(complete(many(0, 20)), TODAY);
    commit(complete(many(20, 90)), TODAY.plus(HOUR));

    assertThat(commit(complete(many(20, 90)), TODAY.plus(Duration.ofHours(2)))).isEmpty();
    assertThat(known.missingInMassLoss()).hasSize(20);
  }

  @Test
  void halfOfTen_isNoMassAbsence() {
    commit(complete(many(0, 10)), TODAY);
    commit(complete(many(0, 5)), TODAY.plus(HOUR));

    assertThat(commit(complete(many(0, 5)), TODAY.plus(Duration.ofHours(2)))).hasSize(5);
  }

  @Test
  void allOfNine_isNoMassAbsence() {
    commit(complete(many(0, 9)), TODAY);
    commit(complete(), TODAY.plus(HOUR));

    assertThat(commit(complete(), TODAY.plus(Duration.ofHours(2)))).hasSize(9);
  }

  @Test
  void order_isThatOfTheKnownState() {
    commit(complete(many(0, 9)), TODAY);

    assertThat(commit(complete(), TODAY.plus(HOUR)))
        .extracting(change -> change.certificate().id())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8");
  }

  private List<Change> read(int hour, Certificate... certificates) {
    return commit(complete(certificates), TODAY.plus(HOUR.multipliedBy(hour)));
  }

  private List<Change> commit(Reading reading, Instant now) {
    var changes = Diff.between(known, reading, now);
    known = known.updated(changes, reading, now);
    return changes;
  }

  private KnownCertificate item(String id) {
    var item = known.items().get(id);
    assertThat(item).isNotNull();
    return Objects.requireNonNull(item);
  }

  private static Reading complete(Certificate... certificates) {
    return new Reading.Complete(SCOPE, Arrays.asList(certificates));
  }

  private static Reading partial(Certificate... certificates) {
    return new Reading.Partial(SCOPE, Arrays.asList(certificates), 100, FAULT);
  }

  private static Certificate[] many(int from, int to) {
    var all = new ArrayList<Certificate>();
    IntStream.range(from, to)
        .forEach(number -> all.add(certificate(String.valueOf(number), END, "f" + number)));
    return all.toArray(Certificate[]::new);
  }

  private static Certificate status(Certificate of, String status) {
    return new Certificate(
        of.id(),
        of.name(),
        status,
        of.inUse(),
        of.managed(),
        of.expiry(),
        of.x509(),
        of.attributes());
  }

  private static Certificate certificate(String id, Instant end, @Nullable String fingerprint) {
    var x509 = new X509Fields(null, null, null, fingerprint, List.of());
    return new Certificate(id, id, "active", null, false, Expiry.on(end), x509, Map.of());
  }
}
