package io.certvigil.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EventTypeTest {
  @ParameterizedTest
  @EnumSource
  void everyType_isFoundByItsWord(EventType type) {
    assertThat(EventType.of(type.word())).contains(type);
    assertThat(type).hasToString(type.word());
  }

  @Test
  void anUnknownWord_isNoType() {
    assertThat(EventType.of("certificate.exploded")).isEmpty();
    assertThat(EventType.of("CERTIFICATE_EXPIRED")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "certificate.expiring, certificate.expiring",
    "certificate.expired, certificate.expiring",
    "certificate.resolved, certificate.expiring",
    "source.recovered, source.unreadable",
    "credential.recovered, credential.refused",
    "channel.recovered, channel.failing",
    "certificate.status_changed, certificate.status_changed"
  })
  void opening_isTheTypeThatOpensTheAlert(String word, String opening) {
    assertThat(EventType.of(word).orElseThrow().opening().word()).isEqualTo(opening);
  }
}
