package io.certvigil.cloudflare.fields;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HexTextTest {
  private static final String SHA256 =
      "e91949aaddd81ec1202ad822bfa5f8fc1af7109fc75b69ab0031918b61b4bf1c";
  private static final String PADDED =
      "E9:19:49:AA:DD:D8:1E:C1:20:2A:D8:22:BF:A5:F8:FC:1A:F7:10:9F:C7:5B:69:AB:00:31:91:8B:61:B4:BF:1C";

  @ParameterizedTest
  @ValueSource(
      strings = {
        SHA256,
        "E91949AADDD81EC1202AD822BFA5F8FC1AF7109FC75B69AB0031918B61B4BF1C",
        PADDED,
        "E9:19:49:AA:DD:D8:1E:C1:20:2A:D8:22:BF:A5:F8:FC:1A:F7:10:9F:C7:5B:69:AB:0:31:91:8B:61:B4:BF:1C",
        "SHA256 Fingerprint=" + PADDED,
        "sha256 Fingerprint=" + PADDED
      })
  void sha256IsBareLowerCase_howeverItIsWritten(String text) {
    assertThat(HexText.sha256(text)).contains(SHA256);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "MD5 Fingerprint=1E:80:0F:7A:FD:31:55:96:DE:D5:CB:E2:F0:91:F6:91", "zz", "::"})
  void noSha256_whenTheTextIsSomethingElse(String text) {
    assertThat(HexText.sha256(text)).isEmpty();
  }

  @Test
  void md5_whenOpensslLabelsIt() {
    assertThat(HexText.md5("MD5 Fingerprint=1E:80:0F:7A:FD:31:55:96:DE:D5:CB:E2:F0:91:F6:91"))
        .contains("1e800f7afd315596ded5cbe2f091f691");
  }

  @ParameterizedTest
  @CsvSource({
    "3bb94ff144ac567b9f75ad664b6c55f8d5e48182, 3bb94ff144ac567b9f75ad664b6c55f8d5e48182",
    "003BB9, 3bb9",
    "0x0F, f",
    "0A:0b, a0b",
    "0, 0",
    "00, 0"
  })
  void serialIsBareLowerCaseWithoutLeadingZeros(String text, String expected) {
    assertThat(HexText.serial(text)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "235217144297995885180570755458463043449861756659, 29338064d8dc5d56518f8a10b74487b25d5cd6f3",
    "6743787633689793699141714808227354901, 512ce66ad630e7b0cd49d076879d915",
    "255, ff",
    "10, a",
    "010, a",
    "000255, ff",
    "0, 0",
    "0a:1B, a1b",
    "AB:0, ab00",
    "0x10, 10",
    "0xFF, ff",
    "ff, ff"
  })
  void decimalSerialIsTheSameInHex_asFarAsItIsDecimal(String text, String expected) {
    assertThat(HexText.decimalSerial(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5", "6.7e36", "seven", "٧"})
  void noDecimalSerial_whenTheTextIsSomethingElse(String text) {
    assertThat(HexText.decimalSerial(text)).isEmpty();
    assertThat(HexText.decimalSerial(text + "9".repeat(81))).isEmpty();
    assertThat(HexText.decimalSerial(null)).isEmpty();
  }

  @Test
  void noSerial_whenMissing() {
    assertThat(HexText.serial(null)).isEmpty();
  }
}
