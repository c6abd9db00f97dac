package io.certvigil.demo.simulator;

import static io.certvigil.demo.FixedClock.TODAY;
import static io.certvigil.demo.simulator.SimulatorFixture.code;
import static io.certvigil.demo.simulator.SimulatorFixture.info;
import static io.certvigil.model.Source.CERTIFICATE_PACKS;
import static io.certvigil.model.Source.CUSTOM_CERTIFICATES;
import static io.certvigil.model.Source.CUSTOM_HOSTNAMES;
import static io.certvigil.model.Source.MTLS_CERTIFICATES;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.certvigil.model.Source;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lists of edge certificates and of uploaded certificates. */
class EdgeListsTest {
  private final SimulatorFixture fixture = SimulatorFixture.small();
  private final String zone = "/zones/" + fixture.zone() + "/";
  private final String account = "/accounts/" + fixture.account() + "/";

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @CsvSource({
    "custom_certificates,5,50",
    "ssl/certificate_packs,5,50",
    "acm/custom_trust_store,5,50",
    "custom_hostnames,5,1000"
  })
  void pageSize_hasItsBounds(String list, int least, int most) throws Exception {
    var path = zone + list + "?per_page=";

    assertThat(info(fixture.json(zone + list), "per_page")).isEqualTo(20);
    assertThat(info(fixture.json(path + least), "per_page")).isEqualTo(least);
    assertThat(info(fixture.json(path + most), "per_page")).isEqualTo(most);
    assertThat(code(fixture.get(path + (least - 1)))).isEqualTo(6008);
    assertThat(code(fixture.get(path + (most + 1)))).isEqualTo(6008);
  }

  @Test
  void mtlsCertificates_areNotPaginated() throws Exception {
    add(MTLS_CERTIFICATES, fixture.account(), "Own CA");
    add(MTLS_CERTIFICATES, fixture.account(), "Gateway CA", true);

    var body = fixture.json(account + "mtls_certificates?page=9&per_page=1");

    assertThat(body.getAsJsonArray("result")).hasSize(2);
    assertThat(body.getAsJsonObject("result_info").has("total_pages")).isFalse();
    assertThat(fixture.items(account + "mtls_certificates?type=custom,access_managed")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "custom_certificates?status=active,200",
    "custom_certificates?status=expired,200",
    "custom_certificates?status=all,400",
    "ssl/certificate_packs?status=all,200",
    "ssl/certificate_packs?status=active,400"
  })
  void statusFilter_rejectsUnknownValues(String list, int status) throws Exception {
    assertThat(fixture.get(zone + list).statusCode()).isEqualTo(status);
  }

  @Test
  void customCertificates_areListedInEveryStatus_withoutAFilter() throws Exception {
    add(CUSTOM_CERTIFICATES, fixture.zone(), "a.example");
    fixture.estate.add(
        certificate(CUSTOM_CERTIFICATES, fixture.zone(), "b.example").withStatus("expired", null));

    assertThat(fixture.items(zone + "custom_certificates")).hasSize(2);
    assertThat(fixture.items(zone + "custom_certificates?status=expired")).hasSize(1);
  }

  @Test
  void packs_areActive_unlessAllAreRequested() throws Exception {
    add(CERTIFICATE_PACKS, fixture.zone(), "a.example", true);
    fixture.estate.add(
        certificate(CERTIFICATE_PACKS, fixture.zone(), "b.example")
            .withUse(true, true)
            .withStatus("pending_validation", null)
            .withOddity(SimulatedCertificate.Oddity.NOT_ISSUED));

    assertThat(fixture.items(zone + "ssl/certificate_packs")).hasSize(1);
    var all = fixture.items(zone + "ssl/certificate_packs?status=all");
    assertThat(all).hasSize(2);
    assertThat(all.getFirst().getAsJsonObject().getAsJsonArray("certificates")).isEmpty();
  }

  @Test
  void pack_hasItsLeaves_andIsCountedOnce() throws Exception {
    var hosts = List.of("a.example", "*.a.example");
    for (int leaf = 0; leaf < 2; leaf++) {
      var certificate = certificate(CERTIFICATE_PACKS, fixture.zone(), "a.example", "leaf" + leaf);
      fixture.estate.add(certificate.withUse(true, true).withHosts(hosts));
    }

    var body = fixture.json(zone + "ssl/certificate_packs");

    assertThat(info(body, "total_count")).isEqualTo(1);
    var pack = body.getAsJsonArray("result").get(0).getAsJsonObject();
    assertThat(pack.get("type").getAsString()).isEqualTo("universal");
    assertThat(pack.get("validity_days").getAsInt()).isEqualTo(90);
    assertThat(pack.has("expires_on")).isFalse();
    assertThat(pack.getAsJsonArray("certificates"))
        .extracting(leaf -> leaf.getAsJsonObject().get("id").getAsString())
        .containsExactly("leaf1", "leaf0");
    assertThat(fixture.estate.expectedCertificates(TODAY))
        .filteredOn(expected -> expected.source() == CERTIFICATE_PACKS)
        .hasSize(2);
  }

  @Test
  void hostname_hasItsDateInTheFieldOfItsType() throws Exception {
    add(CUSTOM_HOSTNAMES, fixture.zone(), "managed.example", true);
    assertThat(tls().has("expires_on")).isFalse();
    assertThat(tls().getAsJsonArray("certificates")).hasSize(2);

    add(CUSTOM_HOSTNAMES, fixture.zone(), "uploaded.example", false);
    assertThat(tls().has("certificates")).isFalse();
    assertThat(tls().get("custom_key").getAsString()).contains(SimulatedEstate.PRIVATE_MARKER);

    fixture.estate.add(
        certificate(CUSTOM_HOSTNAMES, fixture.zone(), "plain.example")
            .withOddity(SimulatedCertificate.Oddity.WITHOUT_TLS));
    assertThat(first().get("ssl").isJsonNull()).isTrue();
    assertThat(fixture.estate.expectedCertificates(TODAY))
        .filteredOn(expected -> expected.source() == CUSTOM_HOSTNAMES)
        .hasSize(2);
  }

  @Test
  void hostnames_areSortedByStatus() throws Exception {
    add(CUSTOM_HOSTNAMES, fixture.zone(), "b.example");
    fixture.estate.add(
        certificate(CUSTOM_HOSTNAMES, fixture.zone(), "a.example")
            .withStatus("pending_issuance", null));

    assertThat(first().get("hostname").getAsString()).isEqualTo("b.example");
  }

  @Test
  void postgresDate_isInPostgresFormat() throws Exception {
    fixture.estate.add(
        certificate(CUSTOM_CERTIFICATES, fixture.zone(), "a.example")
            .withOddity(SimulatedCertificate.Oddity.POSTGRES_DATE));

    var item = fixture.items(zone + "custom_certificates").getFirst().getAsJsonObject();

    assertThat(item.get("expires_on").getAsString()).isEqualTo("2027-02-18 22:00:00+00");
  }

  private JsonObject first() throws Exception {
    return fixture.items(zone + "custom_hostnames").getFirst().getAsJsonObject();
  }

  private JsonObject tls() throws Exception {
    return first().getAsJsonObject("ssl");
  }

  private void add(Source source, String owner, String name) {
    add(source, owner, name, false);
  }

  private void add(Source source, String owner, String name, boolean managed) {
    fixture.estate.add(certificate(source, owner, name).withUse(true, managed));
  }

  private static SimulatedCertificate certificate(Source source, String owner, String name) {
    return certificate(source, owner, name, name);
  }

  private static SimulatedCertificate certificate(
      Source source, String owner, String name, String id) {
    return SimulatedCertificate.of(source, owner, id, name, TODAY, TODAY.plus(Duration.ofDays(90)));
  }
}
