package io.certvigil.demo.simulator;

import static io.certvigil.demo.FixedClock.TODAY;
import static io.certvigil.demo.simulator.SimulatorFixture.info;
import static io.certvigil.demo.simulator.SimulatorFixture.text;
import static io.certvigil.model.Source.CERTIFICATE_PACKS;
import static io.certvigil.model.Source.CUSTOM_CERTIFICATES;
import static io.certvigil.model.Source.CUSTOM_HOSTNAMES;
import static io.certvigil.model.Source.MTLS_CERTIFICATES;
import static io.certvigil.model.Source.ORIGIN_CA;
import static io.certvigil.model.Source.ORIGIN_PULL;
import static io.certvigil.model.Source.ORIGIN_PULL_HOSTNAMES;
import static io.certvigil.model.Source.SAML_CERTIFICATES;
import static io.certvigil.model.Source.SERVICE_TOKENS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.certvigil.demo.simulator.SimulatedCertificate.Oddity;
import io.certvigil.model.ScopeLevel;
import io.certvigil.model.Source;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The items of the lists, and which of them a filter selects, as in the real API. */
class ListItemsTest {
  private final SimulatorFixture fixture = SimulatorFixture.small();
  private final String zone = "/zones/" + fixture.zone() + "/";
  private final String account = "/accounts/" + fixture.account() + "/";

  @AfterEach
  void close() {
    fixture.close();
  }

  /** Adds a certificate of this id and name, to the zone if its source has lists of zones. */
  private void add(Source source, String name, UnaryOperator<SimulatedCertificate> change) {
    add(source, name, name, change);
  }

  private void add(
      Source source, String id, String name, UnaryOperator<SimulatedCertificate> change) {
    var owner = source.existsAt(ScopeLevel.ZONE) ? fixture.zone() : fixture.account();
    fixture.estate.add(change.apply(SimulatorFixture.certificate(source, owner, id, name)));
  }

  private JsonObject first(String path) throws Exception {
    return fixture.items(path).getFirst().getAsJsonObject();
  }

  private long expected(Source source) {
    return fixture.estate.expectedCertificates(TODAY).stream()
        .filter(expected -> expected.source() == source)
        .count();
  }

  private static SimulatedCertificate managed(SimulatedCertificate certificate) {
    return certificate.withUse(true, true);
  }

  @Test
  void mtlsCertificates_areFilteredByType() throws Exception {
    add(MTLS_CERTIFICATES, "Own CA", one -> one);
    add(MTLS_CERTIFICATES, "Gateway CA", ListItemsTest::managed);

    assertThat(fixture.items(account + "mtls_certificates")).hasSize(2);
    assertThat(fixture.items(account + "mtls_certificates?type=custom,access_managed")).hasSize(1);
  }

  @Test
  void customCertificates_areListedInEveryStatus_withoutAFilter() throws Exception {
    add(CUSTOM_CERTIFICATES, "a.example", one -> one);
    add(CUSTOM_CERTIFICATES, "b.example", one -> one.withStatus("expired", null));

    assertThat(fixture.items(zone + "custom_certificates")).hasSize(2);
    assertThat(fixture.items(zone + "custom_certificates?status=expired")).hasSize(1);
  }

  @Test
  void packs_areActive_unlessAllAreRequested() throws Exception {
    add(CERTIFICATE_PACKS, "a.example", ListItemsTest::managed);
    add(
        CERTIFICATE_PACKS,
        "b.example",
        one -> managed(one).withStatus("pending_validation", null).withOddity(Oddity.NOT_ISSUED));

    assertThat(fixture.items(zone + "ssl/certificate_packs")).hasSize(1);
    var all = fixture.items(zone + "ssl/certificate_packs?status=all");
    assertThat(all).hasSize(2);
    assertThat(all.getFirst().getAsJsonObject().getAsJsonArray("certificates")).isEmpty();
  }

  @Test
  void pack_hasItsLeaves_andIsCountedOnce() throws Exception {
    var hosts = List.of("a.example", "*.a.example");
    for (int leaf = 0; leaf < 2; leaf++) {
      add(CERTIFICATE_PACKS, "leaf" + leaf, "a.example", one -> managed(one).withHosts(hosts));
    }
    var body = fixture.json(zone + "ssl/certificate_packs");
    var pack = body.getAsJsonArray("result").get(0).getAsJsonObject();

    assertThat(info(body, "total_count")).isEqualTo(1);
    assertThat(text(pack, "type")).isEqualTo("universal");
    assertThat(pack.get("validity_days").getAsInt()).isEqualTo(365);
    assertThat(pack.has("expires_on")).isFalse();
    assertThat(pack.getAsJsonArray("certificates"))
        .extracting(leaf -> text(leaf.getAsJsonObject(), "id"))
        .containsExactly("leaf1", "leaf0");
    assertThat(expected(CERTIFICATE_PACKS)).isEqualTo(2);
  }

  @Test
  void hostname_hasItsDateInTheFieldOfItsType() throws Exception {
    add(CUSTOM_HOSTNAMES, "managed.example", ListItemsTest::managed);
    var managed = first(zone + "custom_hostnames").getAsJsonObject("ssl");
    assertThat(managed.has("expires_on")).isFalse();
    assertThat(managed.getAsJsonArray("certificates")).hasSize(2);

    add(CUSTOM_HOSTNAMES, "uploaded.example", one -> one);
    var uploaded = first(zone + "custom_hostnames").getAsJsonObject("ssl");
    assertThat(uploaded.has("certificates")).isFalse();
    assertThat(text(uploaded, "custom_key")).contains(SimulatedEstate.PRIVATE_MARKER);

    add(CUSTOM_HOSTNAMES, "plain.example", one -> one.withOddity(Oddity.WITHOUT_TLS));
    assertThat(first(zone + "custom_hostnames").get("ssl").isJsonNull()).isTrue();
    assertThat(expected(CUSTOM_HOSTNAMES)).isEqualTo(2);
  }

  @Test
  void hostnames_areSortedByStatus() throws Exception {
    add(CUSTOM_HOSTNAMES, "b.example", one -> one);
    add(CUSTOM_HOSTNAMES, "a.example", one -> one.withStatus("pending_issuance", null));

    assertThat(text(first(zone + "custom_hostnames"), "hostname")).isEqualTo("b.example");
  }

  @Test
  void postgresDate_isInPostgresFormat() throws Exception {
    add(CUSTOM_CERTIFICATES, "a.example", one -> one.withOddity(Oddity.POSTGRES_DATE));

    assertThat(text(first(zone + "custom_certificates"), "expires_on"))
        .isEqualTo("2026-11-30 22:00:00+00");
  }

  @Test
  void originCa_hasDatesInGoFormat() throws Exception {
    var hosts = List.of("a.example", "*.a.example");
    add(ORIGIN_CA, "123456789", "a.example", one -> one.withHosts(hosts));
    var item = first("/certificates?zone_id=" + fixture.zone());

    assertThat(text(item, "expires_on")).isEqualTo("2026-11-30 22:00:00 +0000 UTC");
    assertThat(item.getAsJsonArray("hostnames")).hasSize(2);
    assertThat(item.get("requested_validity").getAsInt()).isEqualTo(365);
    assertThat(item.has("status")).isFalse();
  }

  @Test
  void zonePull_hasAPrivateKey_andHostnamePullADecimalSerial() throws Exception {
    add(ORIGIN_PULL, "a.example", one -> one);
    add(ORIGIN_PULL_HOSTNAMES, "a.example", one -> one);
    var pulls = zone + "origin_tls_client_auth";

    assertThat(text(first(pulls), "private_key")).isEqualTo(SimulatedEstate.PRIVATE_MARKER);
    assertThat(text(first(pulls + "/hostnames/certificates"), "serial_number")).matches("[0-9]+");
  }

  @Test
  void samlSet_hasItsPreviousCertificate() throws Exception {
    add(SAML_CERTIFICATES, "set", one -> one);
    var before = first(account + "access/saml_certificates");
    add(
        SAML_CERTIFICATES,
        "old",
        "set",
        one -> one.withStatus(SimulatedCertificate.INACTIVE, null));
    var body = fixture.json(account + "access/saml_certificates");
    var after = body.getAsJsonArray("result").get(0).getAsJsonObject();

    assertThat(before.get("previous_certificate").isJsonNull()).isTrue();
    assertThat(info(body, "total_count")).isEqualTo(1);
    assertThat(text(after, "uid")).isEqualTo("set");
    assertThat(text(after.getAsJsonObject("previous_certificate"), "uid")).isEqualTo("old");
    assertThat(after.get("current_certificate")).isEqualTo(before.get("current_certificate"));
  }

  @Test
  void serviceToken_hasNoExpiry_whenItNeverExpires() throws Exception {
    add(SERVICE_TOKENS, "CI", one -> one.withValidity(one.notBefore(), SimulatedCertificate.NEVER));
    var item = first(zone + "access/service_tokens");

    assertThat(text(item, "duration")).isEqualTo("forever");
    assertThat(item.has("expires_at")).isFalse();
    assertThat(fixture.estate.expectedCertificates(TODAY))
        .filteredOn(expected -> expected.source() == SERVICE_TOKENS)
        .extracting(ExpectedCertificate::notAfter)
        .containsOnlyNulls();
  }

  @Test
  void serviceToken_hasItsDuration_andMayBeDisabled() throws Exception {
    add(SERVICE_TOKENS, "CI", one -> one.withStatus(SimulatedCertificate.INACTIVE, null));
    var item = first(zone + "access/service_tokens");

    assertThat(text(item, "duration")).isEqualTo("8760h0m0s");
    assertThat(item.get("enabled").getAsBoolean()).isFalse();
  }
}
