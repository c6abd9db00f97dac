package io.certvigil.cloudflare.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.ApiBodies;
import io.certvigil.cloudflare.CloudflareFixture;
import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacksMappingTest {
  private static final String LEAF = "{\"id\":\"leaf\",\"expires_on\":\"2033-02-20T23:18:00Z\"}";

  @ParameterizedTest
  @CsvSource({
    "universal,true",
    "advanced,true",
    "total_tls,true",
    "managed_hostname,true",
    "mh_custom,false",
    "sni_custom,false",
    "legacy_custom,false",
    "keyless,false",
    "something_new,false"
  })
  void managed_byTheTypeOfThePack(String type, boolean managed) {
    assertThat(leaf("{\"id\":\"p\",\"type\":\"%s\",\"certificates\":[%s]}".formatted(type, LEAF)))
        .extracting(Certificate::managed)
        .isEqualTo(managed);
  }

  @ParameterizedTest
  @CsvSource({
    "active,active,active",
    "active,deleted,deleted",
    "active,'',active",
    "backup_issued,active,backup_issued",
    "pending_validation,active,pending_validation",
    "something_new,active,something_new",
    "'',active,active",
    "'','',none"
  })
  void status_isThatOfThePack_unlessThePackIsActive(String pack, String leaf, String expected) {
    var item =
        "{\"id\":\"p\",\"status\":\"%s\",\"certificates\":[{\"id\":\"l\",\"status\":\"%s\"}]}"
            .formatted(pack, leaf);

    assertThat(leaf(item).status()).isEqualTo(expected);
  }

  @Test
  void noCertificate_whenThePackHasNoneYet() {
    assertThat(
            CloudflareFixture.certificates(
                CloudflareFixture.PACKS,
                "{\"id\":\"a\",\"status\":\"active\",\"certificates\":[]}",
                "{\"id\":\"b\",\"status\":\"pending_validation\",\"certificates\":null}",
                "{\"id\":\"c\",\"status\":\"initializing\"}"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"p\"}",
        "{\"id\":\"p\",\"status\":\"active\",\"certificates\":null}",
        "{\"id\":\"p\",\"status\":\"active\",\"certificates\":{}}",
        "{\"id\":\"p\",\"status\":\"active\",\"certificates\":[null]}",
        "{\"id\":\"p\",\"status\":\"active\",\"certificates\":[{}]}",
        "{\"id\":\"p\",\"status\":\"active\",\"certificates\":[{\"id\":{}}]}",
        "{\"id\":\"p\",\"status\":\"pending_deletion\"}",
        "{\"id\":\"p\",\"status\":\"expired\"}",
        "{\"certificates\":[]}"
      })
  void partialWithoutThem_whenItsCertificatesAreMissingOrInvalid(String item) {
    var good = "{\"id\":\"q\",\"status\":\"active\",\"certificates\":[" + LEAF + "]}";
    var page = ApiBodies.page(List.of(item, good), 1, 50, 2);

    var partial = (Reading.Partial) CloudflareFixture.reading(CloudflareFixture.PACKS, page);

    assertThat(partial.seen()).extracting(Certificate::id).containsExactly("leaf");
    assertThat(partial.expected()).isEqualTo(2);
    assertThat(partial.fault().reason()).isEqualTo(FaultReason.MALFORMED);
  }

  @Test
  void otherLeavesOfThePackCount_whenOneIsOdd() {
    var pack = "{\"id\":\"p\",\"status\":\"active\",\"certificates\":[null," + LEAF + ",{}]}";
    var page = ApiBodies.page(List.of(pack), 1, 50, 1);

    var partial = (Reading.Partial) CloudflareFixture.reading(CloudflareFixture.PACKS, page);

    assertThat(partial.seen()).extracting(Certificate::id).containsExactly("leaf");
    assertThat(partial.expected()).isEqualTo(3);
    assertThat(partial.fault().detail())
        .isEqualTo(
            "pack p, certificates[0]: null; pack p, certificates[2]: an item without a usable id");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "initializing",
        "pending_validation",
        "pending_issuance",
        "pending_deployment",
        "holding_deployment",
        "initializing_timed_out",
        "validation_timed_out",
        "issuance_timed_out",
        "deployment_timed_out",
        "deleted",
        "pending_cleanup",
        "inactive"
      })
  void noCertificate_whenNothingOfThePackIsDeployed(String status) {
    var pack = "{\"id\":\"p\",\"status\":\"" + status + "\"}";
    var good = "{\"id\":\"q\",\"status\":\"active\",\"certificates\":[" + LEAF + "]}";

    assertThat(CloudflareFixture.certificates(CloudflareFixture.PACKS, pack, good))
        .extracting(Certificate::id)
        .containsExactly("leaf");
  }

  @Test
  void certificateIsKept_whenOtherFieldsAreOfAWrongType() {
    var item =
        "{\"id\":\"p\",\"type\":{},\"status\":[],\"hosts\":7,\"validity_days\":\"soon\","
            + "\"certificates\":[{\"id\":\"l\",\"hosts\":\"x\",\"expires_on\":{}}]}";

    assertThat(leaf(item).expiry()).isEqualTo(new Expiry.Unreadable("", null));
    assertThat(leaf(item).managed()).isFalse();
  }

  @Test
  void packsAreCounted_notTheirLeaves() {
    var two = "[{\"id\":\"%1$s1\"},{\"id\":\"%1$s2\"}]";
    var pack = "{\"id\":\"%1$s\",\"certificates\":" + two + "}";
    var items = List.of(pack.formatted("a"), pack.formatted("b"));
    var page = ApiBodies.page(items, 1, 50, 3);

    var partial = (Reading.Partial) CloudflareFixture.reading(CloudflareFixture.PACKS, page);

    assertThat(partial.seen()).hasSize(4);
    assertThat(partial.expected()).isEqualTo(5);
    assertThat(partial.fault().reason()).isEqualTo(FaultReason.INCOMPLETE);
  }

  @Test
  void leafOfTwoPacks_isOneCertificate() {
    var pack = "{\"id\":\"%s\",\"status\":\"active\",\"certificates\":[" + LEAF + "]}";

    assertThat(
            CloudflareFixture.certificates(
                CloudflareFixture.PACKS, pack.formatted("a"), pack.formatted("b")))
        .extracting(one -> one.attributes().get("pack"))
        .containsExactly("a");
  }

  private static Certificate leaf(String item) {
    return CloudflareFixture.certificates(CloudflareFixture.PACKS, item).getFirst();
  }
}
