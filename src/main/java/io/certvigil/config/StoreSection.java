package io.certvigil.config;

import io.certvigil.store.StoreSettings;
import java.nio.file.Path;
import java.time.Duration;

/** {@code store} of the config. */
final class StoreSection {
  private static final String SQLITE = "sqlite:";
  private static final Duration SHORTEST = Duration.ofDays(1);
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private StoreSection() {}

  static StoreSettings read(ConfigMapping block, ConfigInput from) {
    var file = block.get("url", from.defaultDatabase(), value -> file(value, from));
    var retention = block.mapping("retention");
    var history = retention(retention, "history", 730);
    var attempts = retention(retention, "attempts", 90);
    retention.rejectUnknownKeys();
    block.rejectUnknownKeys();
    return new StoreSettings(file, history, attempts);
  }

  private static Duration retention(ConfigMapping retention, String key, int days) {
    return retention.get(key, Duration.ofDays(days), value -> value.duration(SHORTEST, LONGEST));
  }

  private static Path file(ConfigValue value, ConfigInput from) {
    var url = value.text();
    if (url.startsWith("postgres")) {
      var now = "is not available in version " + from.version() + " yet";
      throw value.problem("PostgreSQL " + now + "; give sqlite:/path/to/certvigil.db");
    }
    if (!url.startsWith(SQLITE) || !url.substring(SQLITE.length()).startsWith("/")) {
      throw value.problem(
          "must be a URL such as sqlite:/var/lib/certvigil/certvigil.db" + value.was());
    }
    return Path.of(url.substring(SQLITE.length()).replaceFirst("^/+", "/")).normalize();
  }
}
