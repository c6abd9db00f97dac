package io.certvigil.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.notify.Settings.ChannelSettings;
import io.certvigil.policy.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that ships: as it is, and with every key of it switched on. */
class ShippedConfigTest {
  private static final Path SHIPPED = Path.of("config/certvigil.yml");
  private static final Pattern SWITCHED_OFF = Pattern.compile("(?m)^( *)#([^ #\n])");
  private static final String SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

  @TempDir private Path temp;
  private Folder folder;

  @BeforeEach
  void credentials() {
    folder =
        new Folder(temp)
            .env("CREDENTIALS_DIRECTORY", temp.resolve("credentials").toString())
            .file("credentials/cloudflare-token", "t0ken\n")
            .file("credentials/legacy-key", "key\n")
            .file("credentials/hook-url", "https://hooks.example.com/x\n")
            .file("credentials/hook-secret", SECRET + "\n");
  }

  @Test
  void asItIs_itIsTheDefaults() throws IOException {
    var shipped = folder.config(Files.readString(SHIPPED)).load();
    var bare =
        folder
            .config("cloudflare: { credentials: { main: { api_token_file: cloudflare-token } } }")
            .load();

    assertThat(shipped.with(bare.warnings())).isEqualTo(bare);
  }

  @Test
  void everyKey_binds() throws IOException {
    var config = folder.config(everything()).load();

    assertThat(config.warnings()).isEmpty();
    assertThat(config.installation()).isEqualTo("prod-eu");
    assertThat(config.watch())
        .extracting(watch -> watch.name() + " " + watch.cron())
        .containsExactly("main null", "legacy 0 0 6 * * ?");
    assertThat(config.expiry().overrides()).hasSize(3);
    assertThat(config.alerting().channels().get("ops-hook"))
        .isInstanceOfSatisfying(
            ChannelSettings.Webhook.class, hook -> assertThat(hook.secrets()).hasSize(1));
    assertThat(config.alerting().routes()).hasSize(2);
    assertThat(config.web().externalUrl()).hasToString("https://certs.example.com");
  }

  @Test
  void defaultsShown_areTheDefaults() throws IOException {
    var config = folder.config(everything()).load();

    assertThat(config.expiry().rungs()).isEqualTo(Settings.DEFAULTS.rungs());
    assertThat(config.metrics()).isEqualTo(io.certvigil.metrics.Settings.DEFAULTS);
    assertThat(config.log()).isEqualTo(Log.DEFAULTS);
    assertThat(config.cloudflare().timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.cloudflare().requestsPer5m()).isEqualTo(600);
    assertThat(config.store().history()).isEqualTo(Duration.ofDays(730));
    assertThat(config.store().attempts()).isEqualTo(Duration.ofDays(90));
  }

  @Test
  void effective_bindsToTheSame() throws IOException {
    var config = folder.config(everything()).load();
    var said =
        config
            .effective()
            .replace("url: '***'", "url: https://hooks.example.com/x")
            .replace("api_token: '***'", "api_token: t0ken")
            .replace("api_key: '***'", "api_key: key")
            .replace("- '***'", "- " + SECRET);

    var again = folder.config(said).load();

    assertThat(again.with(config.warnings())).isEqualTo(config);
  }

  private static String everything() throws IOException {
    return SWITCHED_OFF.matcher(Files.readString(SHIPPED)).replaceAll("$1$2");
  }
}
