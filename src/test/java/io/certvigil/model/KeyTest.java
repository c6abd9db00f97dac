package io.certvigil.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyTest {
  @Test
  void sameParts_giveTheSameKey() {
    assertThat(Key.shortOf("alert", "client_certificates/zone/1", "2")).isEqualTo("3gghf123nc");
  }

  @Test
  void parts_areSeparated() {
    assertThat(Key.shortOf("ab", "c")).isNotEqualTo(Key.shortOf("a", "bc"));
  }

  @Test
  void base32_readsFiveBitsAtATime() {
    assertThat(Key.base32(new byte[] {0, 0, 0, 0, 0}, 8)).isEqualTo("00000000");
    assertThat(Key.base32(new byte[] {-1, -1, -1, -1, -1}, 8)).isEqualTo("zzzzzzzz");
    assertThat(Key.base32(new byte[] {0b00001_000, (byte) 0b10_00011_0, 0b0100_0010}, 4))
        .isEqualTo("1234");
  }

  @Test
  void longKey_has130Bits() {
    assertThat(Key.longOf("x")).hasSize(26).matches("[0-9a-hjkmnp-tv-z]+");
  }
}
