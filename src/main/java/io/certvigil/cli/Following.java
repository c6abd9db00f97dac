package io.certvigil.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of every command that asks for what Cloudflare then does by and by. */
final class Following {
  private static final Duration LONGEST = Duration.ofDays(1);

  @Option(names = "--wait", description = "Wait until Cloudflare has carried it out.")
  private boolean wait;

  @Option(
      names = "--patience",
      paramLabel = "5m",
      description = "With --wait: how long at most, up to 1d; default: 5m.")
  private Duration patience = Duration.ofMinutes(5);

  boolean wanted() {
    return wait;
  }

  Duration patience() {
    if (!patience.isPositive() || patience.compareTo(LONGEST) > 0) {
      throw new Failure(Exit.USAGE, "--patience must be above 0s and at most 1d");
    }
    return patience;
  }
}
