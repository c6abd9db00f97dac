package io.certvigil.cloudflare;

import static io.certvigil.cloudflare.ApiBodies.page;
import static io.certvigil.cloudflare.CloudflareFixture.ACCOUNT;
import static io.certvigil.cloudflare.CloudflareFixture.certificates;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Expiry;
import io.certvigil.model.FaultReason;
import io.certvigil.model.Reading;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gateway policies, of which only those with an expiration are kept. */
class GatewayRulesTest {
  private static final Scope RULES = Scope.ofAccount(Source.GATEWAY_RULES, ACCOUNT);

  @Test
  void onlyPoliciesWithAnExpiration_areKept() {
    assertThat(
            certificates(
                RULES,
                policy("a", ""),
                policy("b", "\"expiration\":null"),
                policy("c", "\"expiration\":{\"expires_at\":\"2027-01-01T05:20:00Z\"}")))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"enabled\":true|false|active|true",
        "\"enabled\":true|true|expired|true",
        "\"enabled\":false|false|disabled|false",
        "\"enabled\":false|true|disabled|false",
        "\"enabled\":true,\"deleted_at\":\"2026-01-01T05:20:00Z\"|false|deleted|true"
      })
  void status_ofThreeFields(String fields, boolean expired, String status, boolean inUse) {
    var expiration =
        "\"expiration\":{\"expires_at\":\"2027-01-01T05:20:00Z\",\"expired\":%s}"
            .formatted(expired);

    var read = certificates(RULES, policy("a", fields + "," + expiration)).getFirst();

    assertThat(read.status()).isEqualTo(status);
    assertThat(read.inUse()).isEqualTo(inUse);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"expires_at\":null}", "{\"expires_at\":\"soon\"}"})
  void expiryIsUnknown_whenItIsNoDate(String expiration) {
    var read = certificates(RULES, policy("a", "\"expiration\":" + expiration));

    assertThat(read.getFirst().expiry()).isInstanceOf(Expiry.Unreadable.class);
  }

  @Test
  void partial_whenAPolicyHasNoAction() {
    var reading = CloudflareFixture.reading(RULES, page(List.of("{\"id\":\"a\"}"), 1, 50, 1));

    assertThat(reading).isInstanceOf(Reading.Partial.class);
    assertThat(reading.failure().orElseThrow().reason()).isEqualTo(FaultReason.MALFORMED);
  }

  private static String policy(String id, String fields) {
    return "{\"id\":\"%s\",\"name\":\"p\",\"action\":\"block\"%s}"
        .formatted(id, fields.isEmpty() ? "" : "," + fields);
  }
}
