package io.certvigil.policy;

import static io.certvigil.policy.InMemoryPolicyStore.assertEvents;
import static io.certvigil.policy.TestCertificates.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Source;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several certificates of an identity provider: the last one of each provider is alerted. */
class IdentityProviderOverlapTest {
  private final InMemoryPolicyStore store =
      new InMemoryPolicyStore(TestCertificates.of(Source.IDENTITY_PROVIDER_CERTIFICATES));

  @Test
  void earlierOne_isSuperseded_byALaterOneOfTheSameProvider() {
    assertThat(store.read(0, of("okta", "old", 5), of("okta", "new", 300))).isEmpty();
  }

  @Test
  void earlierOne_isAlerted_whenTheLaterOneIsOfAnotherProvider() {
    assertEvents(
        store.read(0, of("okta", "old", 5), of("entra", "new", 300)), "expiring 7d critical");
  }

  @Test
  void alertEnds_whenTheProviderGetsALaterOne() {
    store.read(0, of("okta", "old", 5));

    assertEvents(
        store.read(1, of("okta", "old", 5), of("okta", "new", 300)),
        "resolved 7d critical superseded",
        "appeared info");
  }

  @Test
  void earlierOneThatIsRemoved_isNoEvent() {
    store.read(0, of("okta", "old", 5), of("okta", "new", 300));
    store.read(1, of("okta", "new", 300));

    assertThat(store.read(2, of("okta", "new", 300))).isEmpty();
  }

  private static Certificate of(String provider, String id, int days) {
    return certificate(id)
        .expiresIn(days)
        .attributes(Map.of(Certificate.IDENTITY_PROVIDER, provider))
        .build();
  }
}
