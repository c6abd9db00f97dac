package io.certvigil.cli;

import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.config.Config;
import io.certvigil.config.Sources;
import io.certvigil.schedule.Cron;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command. */
final class Common {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The config; default: /etc/certvigil/certvigil.yml where there is one.")
  private @Nullable Path config;

  @Option(names = "--debug", description = "Log all details, and show stack traces.")
  private boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli acts on it
  private boolean help;

  boolean debug() {
    return debug;
  }

  /** With every secret that it names. */
  Config config(World world) {
    return Config.load(sources(world, config));
  }

  /** For commands that need no secret and whose user may not be allowed to read one. */
  Config withoutSecrets(World world) {
    return Config.loadWithoutSecrets(sources(world, config));
  }

  /** Where the config comes from; a file given here goes before {@code --config}. */
  Sources sources(World world, @Nullable Path file) {
    return Sources.of(
            file == null ? config : file,
            world.environment(),
            world.hostName(),
            world.version().version())
        .with(Cloudflare.sources(), cron -> Cron.longestGap(cron, world.clock().instant()));
  }
}
