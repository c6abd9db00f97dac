package io.certvigil.policy;

import static io.certvigil.policy.TestCertificates.HOUR;
import static io.certvigil.policy.TestCertificates.TODAY;
import static io.certvigil.policy.TestCertificates.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Source;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cloudflare removes custom certificates within a day before they expire, but no others. */
class ExpectedDisappearanceTest {
  @ParameterizedTest
  @CsvSource({
    "CUSTOM_CERTIFICATES,25,false",
    "CUSTOM_CERTIFICATES,26,true",
    "CLIENT_CERTIFICATES,25,true",
    "CUSTOM_TRUST_STORE,25,true"
  })
  void disappeared_unlessAboutToExpire(Source source, int hoursToEnd, boolean told) {
    var store = new InMemoryPolicyStore(TestCertificates.of(source));
    store.configure(new PolicySettings(List.of(Duration.ofMinutes(1)), List.of()));
    var gone = certificate("a").expiresAt(TODAY.plus(HOUR.multipliedBy(hoursToEnd))).build();
    var other = certificate("b").build();

    store.read(0, gone, other);
    store.read(1 / 24.0, other); // missing from now on
    store.read(2 / 24.0, other);

    assertThat(
            store.events().stream()
                .map(Event::type)
                .toList()
                .contains(EventType.CERTIFICATE_DISAPPEARED))
        .isEqualTo(told);
  }
}
