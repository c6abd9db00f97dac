package io.certvigil.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.http.Credential;
import io.certvigil.model.Secret;
import io.certvigil.sweep.WatchEntry;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code watch: false} of a credential. */
class CommandOnlyCredentialTest {
  private static final String CREDENTIALS =
      """
      cloudflare:
        credentials:
          write: { api_token_file: write-token, watch: false }
          main: { api_token: m }
      """;

  @TempDir private Path temp;
  private ConfigFolder folder;

  @BeforeEach
  void folder() {
    folder = new ConfigFolder(temp).file("write-token", "w1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "watch: [ { zones: [\"*.example\"] } ]"})
  void isNeverWatchedWith(String watch) {
    var config = folder.config(CREDENTIALS + watch).load();

    assertThat(config.watch()).extracting(WatchEntry::credential).containsExactly("main");
    assertThat(config.cloudflare().watching()).containsExactly("main");
    assertThat(config.warnings()).noneMatch(line -> line.contains("uses the credential"));
    assertThat(config.cloudflare().credentials().get("write"))
        .isEqualTo(new Credential.Token(new Secret("w1")));
    assertThat(EffectiveConfig.of(config))
        .contains("api_token: '***'\n      watch: false")
        .contains("api_token: '***'\n      watch: true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "watch: [ { credential: write } ]|5:24: watch[0].credential: the credential write has"
            + " watch: false, so only commands use it: name another one, or remove watch: false"
            + " there",
        "watch: [ { credential: wirte } ]|5:24: watch[0].credential: unknown credential wirte",
      })
  void entryOfWatchThatNamesIt_isAnError(String watch, String problem) {
    folder.config(CREDENTIALS + watch);

    assertThat(folder.problems()).containsExactly("certvigil.yml:" + problem);
  }

  @Test
  void oneMustBeLeft() {
    folder.config("cloudflare: { credentials: { write: { api_token: w, watch: false } } }");

    assertThat(folder.problems())
        .containsExactly(
            "certvigil.yml:1:15: cloudflare.credentials: have watch: false, each: one must be left"
                + " to watch with");
  }

  @Test
  void otherValues_areErrors() {
    folder.config("cloudflare: { credentials: { main: { api_token: w, watch: never } } }");

    assertThat(folder.problems())
        .containsExactly(
            "certvigil.yml:1:59: cloudflare.credentials.main.watch: must be true or false, was"
                + " never");
  }

  @Test
  void service_doesNotHoldItsSecret() {
    var config =
        folder
            .env("CREDENTIALS_DIRECTORY", temp.resolve("none").toString())
            .file("write-token", "w1")
            .config(CREDENTIALS)
            .load();

    assertThat(config.cloudflare().credentials().get("write"))
        .isEqualTo(new Credential.Token(new Secret("")));
  }
}
