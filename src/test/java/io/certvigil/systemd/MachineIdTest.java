package io.certvigil.systemd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineIdTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";

  /** From OpenSSL: {@code printf io.certvigil | openssl dgst -sha256 -mac HMAC -macopt key:ID}. */
  private static final String EXPECTED = "522756d09b6be8f1e94169e223a10692";

  @TempDir Path folder;

  @Test
  void hash_isTheHmacOfTheApplication_andSaysNothingAboutTheId() throws IOException {
    assertThat(hashed(ID + "\n")).hasValue(EXPECTED).hasValueSatisfying(MachineIdTest::noId);
    assertThat(hashed(ID.replace('f', 'e'))).isPresent().get().isNotEqualTo(EXPECTED);
  }

  private static void noId(String hash) {
    assertThat(hash).matches("[0-9a-f]{32}").isNotEqualTo(ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "uninitialized\n", "0123", "0123456789ABCDEF0123456789ABCDEF", "\u00e9"})
  void machineHasNoId_whenItsFileHasNone(String text) throws IOException {
    assertThat(hashed(text)).isEmpty();
  }

  @Test
  void machineHasNoId_whenItHasNoFile() {
    assertThat(MachineId.hashed(folder.resolve("missing"))).isEmpty();
    assertThat(MachineId.hashed(folder)).as("a folder").isEmpty();
  }

  private Optional<String> hashed(String text) throws IOException {
    var file = folder.resolve("machine-id");
    Files.writeString(file, text, UTF_8);
    return MachineId.hashed(file);
  }
}
