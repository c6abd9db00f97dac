package io.certvigil.notify;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.notify.ConfigurationFault.Receiver;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationFaultTest {
  private static List<ConfigurationFault> table() {
    return ConfigurationFault.table();
  }

  @ParameterizedTest
  @MethodSource("table")
  void row_isFoundInAnAnswer_inAnyCase(ConfigurationFault row) {
    var answer = "refused: <x>: " + row.text().toUpperCase(Locale.ROOT) + "; see the manual";

    assertThat(ConfigurationFault.in(row.receiver(), answer).orElseThrow().key())
        .isEqualTo(row.key());
    assertThat(row.source()).isNotBlank();
    assertThat(row.text()).isEqualTo(row.text().toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PAGERDUTY|{\"status\":\"invalid event\",\"errors\":[\"Length of 'routing_key' is"
            + " incorrect\"]}|routing_key",
        "PAGERDUTY|invalid routing key|routing_key",
        "SLACK|channel_not_found|url",
        "SLACK|{\"ok\":false,\"error\":\"invalid_token\"}|url",
        "MAIL|454 4.7.1 <a@b.example>: Relay access denied|smtp.username",
        "MAIL|554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied|smtp.host",
        "MAIL|504 5.5.2 <x>: Helo command rejected: need fully-qualified hostname|smtp.host",
        "MAIL|550 5.7.60 SMTP; Client does not have permissions to send as this sender|from"
      })
  void knownAnswer_namesItsKey(Receiver receiver, String answer, String key) {
    assertThat(ConfigurationFault.in(receiver, answer).orElseThrow().key()).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PAGERDUTY|payload.summary is too long",
        "SLACK|invalid_payload",
        "MAIL|550 5.1.1 no such user",
        "MAIL|554 5.7.1 message looks like spam",
        "HTTP|relay access denied",
        "HTTP|channel_not_found"
      })
  void otherAnswer_namesNothing(Receiver receiver, String answer) {
    assertThat(ConfigurationFault.in(receiver, answer)).isEmpty();
  }

  @Test
  void emptyAnswer_namesNothing() {
    for (var receiver : Receiver.values()) {
      assertThat(ConfigurationFault.in(receiver, "")).isEmpty();
    }
  }
}
