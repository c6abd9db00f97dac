package io.certvigil.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.certvigil.model.Source;
import io.certvigil.schedule.Cron;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a first-time user writes, and what the error suggests. */
class SuggestionsTest {
  private static final Instant NOW = Instant.parse("2026-11-20T22:00:00Z");
  private static final String TOKEN = "cloudflare: { credentials: { main: { api_token: x } } }\n";

  @TempDir private Path folder;

  static Stream<Arguments> mistakes() {
    return Stream.of(
        of(
            TOKEN + "watch: [ { sources: [client_certs] } ]",
            "client_certs (did you mean client_certificates?)"),
        of(
            TOKEN + "watch: [ { sources: [custom_certs] } ]",
            "custom_certs (did you mean custom_certificates?)"),
        of(TOKEN + "watch: [ { cron: \"0 8 * * *\" } ]", "(did you mean \"0 0 8 * * ?\"?)"),
        of(TOKEN + "watch: [ { cron: \"*/15 * * * *\" } ]", "(did you mean \"0 */15 * * * ?\"?)"),
        of(
            TOKEN + "watch: [ { cron: \"30 6 * * 1-5\" } ]",
            "(did you mean \"0 30 6 ? * MON-FRI\"?)"),
        of(TOKEN + "watch: [ { cron: \"0 0 * * 0,7\" } ]", "(did you mean \"0 0 0 ? * SUN,SUN\"?)"),
        of(TOKEN + "watch: [ { cron: \"0 0 1 * 1\" } ]", "is not a Quartz cron expression"),
        of(
            TOKEN + "expiry: { rungs: [30] }",
            "expiry.rungs[0]: must be a duration such as 90s, 5m, 36h, 30d or 2w, was 30 (did you"
                + " mean 30d?)"),
        of(
            "cloudflare: { timeout: 30, credentials: { main: { api_token: x } } }",
            "was 30 (did you mean 30s?)"),
        of(
            "cloudflare: { credentials: { main: { api_token: \"Bearer abc\" } } }",
            "api_token: must be the token alone: leave out the word Bearer"),
        of(TOKEN + "channels: { mail: { type: smtp } }", "was smtp (did you mean email?)"),
        of("api_token: x", "1:1: api_token: unknown key (belongs to cloudflare.credentials.NAME)"),
        of(
            "cloudflare: { api_token: x }",
            "cloudflare.api_token: unknown key (belongs to cloudflare.credentials.NAME)"),
        of(TOKEN + "rungs: [30d]", "rungs: unknown key (belongs to expiry)"),
        of(TOKEN + "listen: 127.0.0.1:1", "listen: unknown key (belongs to web)"),
        of(TOKEN + "web: { cert_file: a }", "web.cert_file: unknown key (belongs to web.tls)"),
        of(TOKEN + "store: { log: {} }", "store.log: unknown key (belongs to the top level)"),
        of(
            TOKEN + "installation: \"prod\nlog: { level: info }\n",
            "2:15: is not valid YAML: the quote that opens here is not closed"),
        of(
            TOKEN + "installation: 'prod\nlog: { level: info }\n",
            "2:15: is not valid YAML: the quote that opens here is not closed"),
        of(
            TOKEN + "installation: \"prod\nlog: { level: \"info\" }\n",
            "2:15: is not valid YAML: the quote that opens here is not closed"),
        of(TOKEN + "installation: \"a\nb\"\nlog: { level: [ }\n", "4:17: is not valid YAML: "));
  }

  private static Arguments of(String yaml, String says) {
    return Arguments.of(yaml, says);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void error_saysWhatWasMeant(String yaml, String says) throws IOException {
    var file = Files.writeString(folder.resolve("certvigil.yml"), yaml);
    var input =
        ConfigInput.of(file, Map.of(), "test", "1.2.3")
            .with(EnumSet.allOf(Source.class), cron -> Cron.longestGap(cron, NOW));

    assertThat(catchThrowable(() -> Config.load(input)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(says)
        .hasMessageNotContaining("abc");
  }

  /** A place that no longer has its key would send users to a second error. */
  @Test
  void everyPlace_isInTheShippedConfig() throws IOException {
    var shipped = Files.readString(Path.of("config/certvigil.yml"));

    assertThat(KeyPlaces.KEYS.values().stream().flatMap(keys -> keys.stream()))
        .allSatisfy(key -> assertThat(shipped).containsPattern("[#\\s{]" + key + "(_file)?:"));
  }
}
