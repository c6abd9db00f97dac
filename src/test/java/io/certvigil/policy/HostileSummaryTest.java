package io.certvigil.policy;

import static io.certvigil.policy.TestCertificates.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.HostileText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class HostileSummaryTest {
  @ParameterizedTest(name = "{index}")
  @FieldSource("io.certvigil.HostileText#ALL")
  void summary_isPrintable(String text) {
    var events =
        new InMemoryPolicyStore().read(0, certificate("a").name(text).expiresIn(14).build());

    assertThat(events).hasSize(1);
    HostileText.assertPrintable(events.getFirst().summary());
  }
}
