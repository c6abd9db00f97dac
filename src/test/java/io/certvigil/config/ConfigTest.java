package io.certvigil.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.cloudflare.http.Credential;
import io.certvigil.model.Globs;
import io.certvigil.model.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
  @TempDir private Path temp;
  private ConfigFolder folder;

  @BeforeEach
  void folder() {
    folder = new ConfigFolder(temp);
  }

  @Test
  void tokenInTheEnvironment_isEnough() {
    var config = folder.env("CLOUDFLARE_API_TOKEN", "t0ken").load();

    assertThat(config.cloudflare().credentials())
        .containsExactly(Map.entry("main", new Credential.Token(new Secret("t0ken"))));
    assertThat(config.installation()).isEqualTo("host-1");
    assertThat(config.store().file()).isEqualTo(temp.resolve("var/certvigil.db"));
    assertThat(config.watch())
        .singleElement()
        .satisfies(
            watch -> {
              assertThat(watch.name()).isEqualTo("main");
              assertThat(watch.zones()).isEqualTo(Globs.ALL);
              assertThat(watch.sources()).isEqualTo(ConfigFolder.READABLE);
              assertThat(watch.every()).isEqualTo(Duration.ofHours(1));
            });
  }

  @Test
  void missingToken_isReportedWithTheRemedy() {
    assertThat(folder.problems())
        .containsExactly(
            "environment: CLOUDFLARE_API_TOKEN: is not set in the environment; set it, or give"
                + " cloudflare.credentials in etc/certvigil.yml");
  }

  @Test
  void allProblems_areReportedAtOnce() {
    folder.config(
        """
        cloudflare:
          tiemout: 30s
          credentials:
            main: { api_token: x, api_token_file: y }
        wacht: []
        metrics: { days: yes, max_series: 010 }
        """);

    assertThat(folder.problems())
        .containsExactly(
            "certvigil.yml:2:3: cloudflare.tiemout: unknown key (did you mean timeout?)",
            "certvigil.yml:4:27: cloudflare.credentials.main.api_token_file: cannot be combined"
                + " with api_token",
            "certvigil.yml:5:1: wacht: unknown key (did you mean watch?)",
            "certvigil.yml:6:18: metrics.days: must be true or false, was yes",
            "certvigil.yml:6:35: metrics.max_series: must be a whole number from 1 to 10000000,"
                + " was 010");
  }

  @Test
  void exclude_excludes() {
    var config =
        folder
            .env("CLOUDFLARE_API_TOKEN", "t0ken")
            .config(
                """
                cloudflare: { credentials: { main: { api_token: "${CLOUDFLARE_API_TOKEN}" } } }
                watch: [ { zones: ["*", "!*.dev.example"], accounts: ["!other"] } ]
                """)
            .load();

    var watch = config.watch().getFirst();
    assertThat(watch.zones().matches("1", "shop.example")).isTrue();
    assertThat(watch.zones().matches("2", "shop.dev.example")).isFalse();
    assertThat(watch.accounts().matches("3", "other")).isFalse();
    assertThat(EffectiveConfig.of(config)).contains("!*.dev.example");
  }

  @Test
  void impossibleZone_isAWarning() {
    folder
        .env("CLOUDFLARE_API_TOKEN", "t0ken")
        .config(
            """
            watch: [ { zones: ["*", shop, shop.example, "sho?", "!023e105f4ecef8ad9ca31a8372d0c353"] } ]
            channels: { am: { type: alertmanager, urls: [http://127.0.0.1:9093] } }
            """);

    assertThat(folder.warnings())
        .containsExactly(
            "certvigil.yml:1:25: watch[0].zones[1]: matches no zone: a zone name contains a dot, a"
                + " zone id has 32 hex digits, was shop");
  }

  @Test
  void differentBcryptCosts_areAWarning() {
    var hash = "$2b$%s$hNf2lSsxfm0.i4a.1kVpSOVyBCfIB51VRjgBUyv6kdnyTlgWj81Ay";
    folder
        .env("CLOUDFLARE_API_TOKEN", "t0ken")
        .config(
            """
            web: { basic_auth_users: { alice: %s, bob: %s, carol: %s } }
            channels: { am: { type: alertmanager, urls: [http://127.0.0.1:9093] } }
            """
                .formatted(hash.formatted("10"), hash.formatted("12"), hash.formatted("12")));

    assertThat(folder.warnings())
        .containsExactly(
            "certvigil.yml:1:8: web.basic_auth_users: has hashes of different cost, so response"
                + " times reveal which user names exist: use the same cost for all, such as 12");
  }
}
