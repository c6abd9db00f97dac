package io.certvigil.store;

import static io.certvigil.store.StoreFixture.GATEWAY;
import static io.certvigil.store.StoreFixture.HOUR;
import static io.certvigil.store.StoreFixture.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.diff.Change;
import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.PemCertificate;
import io.certvigil.model.X509Fields;
import io.certvigil.policy.Alert;
import io.certvigil.policy.Event;
import io.certvigil.store.sqlite.StoredAttributes;
import io.certvigil.store.view.ChangeView.Difference;
import io.certvigil.store.view.StoredJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Certificates with several certificates in their PEM, also those that version 0.1 stored. */
class PemCertificatesStoredTest extends StoreTestBase {
  private static final Instant NOT_BEFORE = TODAY.minus(Duration.ofDays(3_650));
  private static final PemCertificate ROOT = one("Root \ud800", "aa", 3_650, false);
  private static final PemCertificate INTERMEDIATE = one("Intermediate", "bb", 5, true);

  private static PemCertificate one(String name, String fingerprint, int days, boolean decides) {
    var end = TODAY.plus(Duration.ofDays(days));
    return new PemCertificate(name, null, "1f", fingerprint, NOT_BEFORE, end, decides);
  }

  /** The fields of the first of these certificates, with the end of the one that decides. */
  private static Certificate several(PemCertificate... all) {
    var end =
        List.of(all).stream().filter(PemCertificate::decides).findFirst().orElseThrow().notAfter();
    return certificate(end, all[0].fingerprintSha256(), List.of(all));
  }

  /** As version 0.1 read it: the first certificate of the PEM. */
  private static Certificate first(PemCertificate one) {
    return certificate(one.notAfter(), one.fingerprintSha256(), List.of());
  }

  private static Certificate certificate(
      Instant end, String fingerprint, List<PemCertificate> all) {
    return new Certificate(
        "g1",
        "Acme",
        "available",
        true,
        false,
        Expiry.on(end),
        new X509Fields(NOT_BEFORE, null, "1f", fingerprint, List.of(), all),
        Map.of("type", "custom"));
  }

  @Test
  void isReadBackEqual_andAddsNoRow() {
    var committed = commit(GATEWAY, TODAY, several(INTERMEDIATE, ROOT));
    reopen();

    var again = commit(GATEWAY, TODAY.plus(HOUR), several(INTERMEDIATE, ROOT));

    assertThat(again.changes()).isEmpty();
    assertThat(gateway(again)).isEqualTo(gateway(committed));
    assertThat(gateway(again).x509().pemCertificates())
        .extracting(PemCertificate::fingerprintSha256)
        .containsExactly("bb", "aa");
  }

  @Test
  void storedTextIsThatOfVersion01_forACertificateAlone() {
    assertThat(StoredAttributes.text(first(ROOT))).isEqualTo("{\"type\":\"custom\"}");
    assertThat(StoredAttributes.text(first(ROOT).with(Map.of()))).isNull();
    assertThat(StoredAttributes.of(null).attributes()).isEmpty();
  }

  @Test
  void attributesAreApartFromThePem_whenReadBack() {
    var stored = StoredAttributes.of(StoredAttributes.text(several(INTERMEDIATE, ROOT)));

    assertThat(stored.attributes()).isEqualTo(Map.of("type", "custom"));
    assertThat(stored.pemCertificates()).containsExactly(INTERMEDIATE, ROOT);
  }

  @Test
  void alertFires_forTheEarlierEnd_thatVersion01DidNotSee() {
    assertThat(commit(GATEWAY, TODAY, first(ROOT)).firing()).isEmpty();

    var upgraded = commit(GATEWAY, TODAY.plus(HOUR), several(INTERMEDIATE, ROOT));

    assertThat(types(upgraded)).containsExactly("certificate.expiring");
    assertThat(upgraded.firing())
        .extracting(alert -> alert.id().incarnation())
        .containsExactly(INTERMEDIATE.notAfter());
    assertThat(upgraded.changes())
        .extracting(Change::word)
        .containsExactlyInAnyOrder("expiry", "metadata");
  }

  @Test
  void alertContinues_whenTheFirstWasTheOneThatDecides() {
    var before = commit(GATEWAY, TODAY, first(INTERMEDIATE));

    var upgraded = commit(GATEWAY, TODAY.plus(HOUR), several(INTERMEDIATE, ROOT));

    assertThat(upgraded.events()).isEmpty();
    assertThat(upgraded.firing())
        .extracting(Alert::id)
        .isEqualTo(before.firing().stream().map(Alert::id).toList())
        .hasSize(1);
  }

  /** The root of a leaf's chain was first in the PEM, and its end breaks nothing. */
  @Test
  void alertIsCorrected_notRenewed_whenAnotherOfThePemDecidesLater() {
    commit(GATEWAY, TODAY, first(one("Root", "aa", 5, false)));
    var leaf = one("a.example", "cc", 300, true);

    var upgraded = commit(GATEWAY, TODAY.plus(HOUR), several(leaf, one("Root", "aa", 5, false)));

    assertThat(types(upgraded)).containsExactly("certificate.resolved");
    assertThat(upgraded.events())
        .extracting(Event::alert)
        .extracting(Alert::reason)
        .containsExactly("expiry_corrected");
    assertThat(upgraded.firing()).isEmpty();
  }

  @Test
  void alertIsRenewed_whenTheOneThatDecidedIsReplaced() {
    commit(GATEWAY, TODAY, several(INTERMEDIATE, ROOT));

    var renewed =
        commit(GATEWAY, TODAY.plus(HOUR), several(one("Intermediate", "dd", 700, true), ROOT));

    assertThat(types(renewed)).containsExactly("certificate.renewed", "certificate.resolved");
  }

  @Test
  void changeNamesTheCertificatesOfThePem() {
    commit(GATEWAY, TODAY, first(ROOT));
    commit(GATEWAY, TODAY.plus(HOUR), several(INTERMEDIATE, ROOT));

    var key = store().inventory().find("g1", TODAY).getFirst().key();
    var differences = store().inventory().history(key).getFirst().differences();

    assertThat(differences)
        .filteredOn(difference -> difference.field().equals("pem_certificates"))
        .extracting(Difference::after)
        .singleElement()
        .asString()
        .contains("Intermediate until 2026-11-25T12:00:00Z, SHA-256 bb");
  }

  @Test
  void json_hasThePemOnlyIfThereAreSeveral() {
    commit(GATEWAY, TODAY, several(INTERMEDIATE, ROOT));
    var view = store().inventory().find("g1", TODAY).getFirst();
    commit(GATEWAY, TODAY.plus(HOUR), first(ROOT));
    var alone = store().inventory().find("g1", TODAY).getFirst();

    assertThat(StoredJson.write(view))
        .contains(
            "\"pem_certificates\":[{\"name\":\"Intermediate\",\"issuer\":null,\"serial\":\"1f\","
                + "\"fingerprint_sha256\":\"bb\",\"not_before\":\"2016-11-22T12:00:00Z\","
                + "\"not_after\":\"2026-11-25T12:00:00Z\",\"decides\":true},");
    assertThat(StoredJson.write(alone)).doesNotContain("pem_certificates");
    assertThat(StoredJson.gson().toJsonTree(alone).getAsJsonObject().has("pem_certificates"))
        .isFalse();
  }

  private static Certificate gateway(CommittedScope committed) {
    return Objects.requireNonNull(committed.known().items().get("g1")).certificate();
  }
}
