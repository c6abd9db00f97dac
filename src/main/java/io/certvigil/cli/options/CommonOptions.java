package io.certvigil.cli.options;

import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.config.Config;
import io.certvigil.config.ConfigInput;
import io.certvigil.schedule.Cron;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command, before its name or behind it. */
public final class CommonOptions {
  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

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

  public boolean debug() {
    return debug || parentOptions().map(CommonOptions::debug).orElse(false);
  }

  private @Nullable Path file() {
    return config != null ? config : parentOptions().map(CommonOptions::file).orElse(null);
  }

  /** What stands before the command's name. */
  private Optional<CommonOptions> parentOptions() {
    return Optional.ofNullable(spec.parent())
        .flatMap(parent -> Optional.ofNullable(parent.mixins().get("common")))
        .map(mixin -> (CommonOptions) mixin.userObject());
  }

  /** With every secret that it names. */
  public Config config(CommandContext world) {
    return Config.load(sources(world, null));
  }

  /** For commands that need no secret and whose user may not be allowed to read one. */
  public Config configWithoutSecrets(CommandContext world) {
    return Config.loadWithoutSecrets(sources(world, null));
  }

  /** Where the config comes from; a file given here goes before {@code --config}. */
  public ConfigInput sources(CommandContext world, @Nullable Path file) {
    return ConfigInput.of(
            file == null ? file() : file,
            world.environment(),
            world.hostName(),
            world.version().version())
        .with(Cloudflare.sources(), cron -> Cron.longestGap(cron, world.clock().instant()));
  }
}
