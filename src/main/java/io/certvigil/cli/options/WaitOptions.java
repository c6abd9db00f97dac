package io.certvigil.cli.options;

import io.certvigil.cli.terminal.CommandFailure;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options of commands whose request Cloudflare completes in the background. */
public final class WaitOptions {
  private static final Duration LONGEST = Duration.ofDays(1);

  @Option(names = "--wait", description = "Wait until Cloudflare has completed it.")
  private boolean wait;

  @Option(
      names = "--patience",
      paramLabel = "5m",
      description = "With --wait: how long to wait at most, up to 1d; default: 5m.")
  private Duration patience = Duration.ofMinutes(5);

  public boolean isWaiting() {
    return wait;
  }

  public Duration patience() {
    if (!patience.isPositive() || patience.compareTo(LONGEST) > 0) {
      throw CommandFailure.usage("--patience must be above 0s and at most 1d");
    }
    return patience;
  }
}
