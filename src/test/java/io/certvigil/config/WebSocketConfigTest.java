package io.certvigil.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code web.socket}, and where the socket is without it. */
class WebSocketConfigTest {
  @TempDir private Path temp;

  private ConfigFolder with(String web) {
    return new ConfigFolder(temp).env("CLOUDFLARE_API_TOKEN", "t").config("web: " + web + "\n");
  }

  @Test
  void byDefault_itIsBesideTheStore() {
    var config = with("{}").load();

    assertThat(config.socket()).isEqualTo(temp.resolve("var/certvigil.sock"));
    assertThat(config.socketBesideStore()).isEqualTo(config.socket());
    assertThat(EffectiveConfig.of(config)).contains("  socket: " + config.socket() + "\n");
  }

  @Test
  void underSystemd_itIsInTheRuntimeDirectory() {
    var config = with("{}").env("RUNTIME_DIRECTORY", "/run/certvigil").load();

    assertThat(config.socket()).isEqualTo(Path.of("/run/certvigil/certvigil.sock"));
    assertThat(config.socketBesideStore()).isEqualTo(temp.resolve("var/certvigil.sock"));
  }

  @Test
  void givenPath_counts() {
    var config = with("{ socket: /run/x/../y.sock }").env("RUNTIME_DIRECTORY", "/run/z").load();

    assertThat(config.socket()).isEqualTo(Path.of("/run/y.sock"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"certvigil.sock", "./run/a.sock"})
  void pathThatIsNotAbsolute_isRefused(String path) {
    assertThat(with("{ socket: " + path + " }").problems())
        .singleElement()
        .asString()
        .startsWith(
            "certvigil.yml:1:16: web.socket: must be an absolute path of at most 107 bytes, such as"
                + " /run/certvigil/certvigil.sock");
  }

  /** The system has 108 bytes for the name of a socket, the last one zero. */
  @Test
  void pathThatIsTooLong_isRefused() {
    assertThat(with("{ socket: /" + "x".repeat(106) + " }").problems()).isEmpty();
    assertThat(with("{ socket: /" + "x".repeat(107) + " }").problems()).hasSize(1);
    assertThat(with("{ socket: /" + "\u00e4".repeat(54) + " }").problems()).hasSize(1);
  }

  @Test
  void misspelledKey_isSuggested() {
    assertThat(with("{ sokcet: /run/a.sock }").problems())
        .singleElement()
        .asString()
        .contains("did you mean socket?");
  }
}
