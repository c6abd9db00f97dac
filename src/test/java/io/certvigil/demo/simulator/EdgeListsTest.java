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

/** The lists of the edge and of what customers upload. */
class EdgeListsTest {
  private final SimulatorFixture served = SimulatorFixture.small();
  private final String zone = "/zones/" + served.zone() + "/";
  private final String account = "/accounts/" + served.account() + "/";

  @AfterEach
  void close() {
    served.close();
  }

  @ParameterizedTest
  @CsvSource({
    "custom_certificates,5,50",
    "ssl/certificate_packs,5,50",
    "acm/custom_trust_store,5,50",
    "custom_hostnames,5,1000"
  })
  void page_hasItsBounds(String list, int least, int most) throws Exception {
    var path = zone + list + "?per_page=";

    assertThat(info(served.json(zone + list), "per_page")).isEqualTo(20);
    assertThat(info(served.json(path + least), "per_page")).isEqualTo(least);
    assertThat(info(served.json(path + most), "per_page")).isEqualTo(most);
    assertThat(code(served.get(path + (least - 1)))).isEqualTo(6008);
    assertThat(code(served.get(path + (most + 1)))).isEqualTo(6008);
  }

  @Test
  void mtlsCertificates_comeWhole() throws Exception {
    add(MTLS_CERTIFICATES, served.account(), "Own CA");
    add(MTLS_CERTIFICATES, served.account(), "Gateway CA", true);

    var body = served.json(account + "mtls_certificates?page=9&per_page=1");

    assertThat(body.getAsJsonArray("result")).hasSize(2);
    assertThat(body.getAsJsonObject("result_info").has("total_pages")).isFalse();
    assertThat(served.items(account + "mtls_certificates?type=custom,access_managed")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "custom_certificates?status=active,200",
    "custom_certificates?status=expired,200",
    "custom_certificates?status=all,400",
    "ssl/certificate_packs?status=all,200",
    "ssl/certificate_packs?status=active,400"
  })
  void statusFilter_knowsItsWords(String list, int status) throws Exception {
    assertThat(served.get(zone + list).statusCode()).isEqualTo(status);
  }

  @Test
  void customCertificates_areListedInEveryStatus_withoutAFilter() throws Exception {
    add(CUSTOM_CERTIFICATES, served.zone(), "a.example");
    served.estate.add(
        held(CUSTOM_CERTIFICATES, served.zone(), "b.example").withStatus("expired", null));

    assertThat(served.items(zone + "custom_certificates")).hasSize(2);
    assertThat(served.items(zone + "custom_certificates?status=expired")).hasSize(1);
  }

  @Test
  void packs_areActiveOnes_unlessAllAreWanted() throws Exception {
    add(CERTIFICATE_PACKS, served.zone(), "a.example", true);
    served.estate.add(
        held(CERTIFICATE_PACKS, served.zone(), "b.example")
            .withUse(true, true)
            .withStatus("pending_validation", null)
            .withOddity(SimulatedCertificate.Oddity.NOT_ISSUED));

    assertThat(served.items(zone + "ssl/certificate_packs")).hasSize(1);
    var all = served.items(zone + "ssl/certificate_packs?status=all");
    assertThat(all).hasSize(2);
    assertThat(all.getFirst().getAsJsonObject().getAsJsonArray("certificates")).isEmpty();
  }

  @Test
  void pack_hasItsLeavesAndIsCountedOnce() throws Exception {
    var hosts = List.of("a.example", "*.a.example");
    for (int leaf = 0; leaf < 2; leaf++) {
      var held = held(CERTIFICATE_PACKS, served.zone(), "a.example", "leaf" + leaf);
      served.estate.add(held.withUse(true, true).withHosts(hosts));
    }

    var body = served.json(zone + "ssl/certificate_packs");

    assertThat(info(body, "total_count")).isEqualTo(1);
    var pack = body.getAsJsonArray("result").get(0).getAsJsonObject();
    assertThat(pack.get("type").getAsString()).isEqualTo("universal");
    assertThat(pack.get("validity_days").getAsInt()).isEqualTo(90);
    assertThat(pack.has("expires_on")).isFalse();
    assertThat(pack.getAsJsonArray("certificates"))
        .extracting(leaf -> leaf.getAsJsonObject().get("id").getAsString())
        .containsExactly("leaf1", "leaf0");
    assertThat(served.estate.expectedCertificates(TODAY))
        .filteredOn(truth -> truth.source() == CERTIFICATE_PACKS)
        .hasSize(2);
  }

  @Test
  void hostname_hasItsDateWhereItsKindHasIt() throws Exception {
    add(CUSTOM_HOSTNAMES, served.zone(), "managed.example", true);
    assertThat(tls().has("expires_on")).isFalse();
    assertThat(tls().getAsJsonArray("certificates")).hasSize(2);

    add(CUSTOM_HOSTNAMES, served.zone(), "uploaded.example", false);
    assertThat(tls().has("certificates")).isFalse();
    assertThat(tls().get("custom_key").getAsString()).contains(SimulatedEstate.PRIVATE_MARKER);

    served.estate.add(
        held(CUSTOM_HOSTNAMES, served.zone(), "plain.example")
            .withOddity(SimulatedCertificate.Oddity.WITHOUT_TLS));
    assertThat(first().get("ssl").isJsonNull()).isTrue();
    assertThat(served.estate.expectedCertificates(TODAY))
        .filteredOn(truth -> truth.source() == CUSTOM_HOSTNAMES)
        .hasSize(2);
  }

  @Test
  void hostnames_areInTheOrderOfTheirStatus() throws Exception {
    add(CUSTOM_HOSTNAMES, served.zone(), "b.example");
    served.estate.add(
        held(CUSTOM_HOSTNAMES, served.zone(), "a.example").withStatus("pending_issuance", null));

    assertThat(first().get("hostname").getAsString()).isEqualTo("b.example");
  }

  @Test
  void postgresDate_isServedAsSuch() throws Exception {
    served.estate.add(
        held(CUSTOM_CERTIFICATES, served.zone(), "a.example")
            .withOddity(SimulatedCertificate.Oddity.POSTGRES_DATE));

    var item = served.items(zone + "custom_certificates").getFirst().getAsJsonObject();

    assertThat(item.get("expires_on").getAsString()).isEqualTo("2027-02-18 22:00:00+00");
  }

  private JsonObject first() throws Exception {
    return served.items(zone + "custom_hostnames").getFirst().getAsJsonObject();
  }

  private JsonObject tls() throws Exception {
    return first().getAsJsonObject("ssl");
  }

  private void add(Source source, String owner, String name) {
    add(source, owner, name, false);
  }

  private void add(Source source, String owner, String name, boolean managed) {
    served.estate.add(held(source, owner, name).withUse(true, managed));
  }

  private static SimulatedCertificate held(Source source, String owner, String name) {
    return held(source, owner, name, name);
  }

  private static SimulatedCertificate held(Source source, String owner, String name, String id) {
    return SimulatedCertificate.of(source, owner, id, name, TODAY, TODAY.plus(Duration.ofDays(90)));
  }
}
