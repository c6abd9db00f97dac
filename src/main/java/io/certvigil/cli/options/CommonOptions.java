package io.certvigil.cli.options;

import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.config.Config;
import io.certvigil.config.ConfigInput;
import io.certvigil.schedule.Cron;
import io.certvigil.store.Store;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command, before or after its name, and its context. */
public final class CommonOptions {
  private final CommandContext context;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The config file; default: /etc/certvigil/certvigil.yml if it exists.")
  private @Nullable Path config;

  @Option(names = "--debug", description = "Log all details, and show stack traces.")
  private boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli handles it
  private boolean help;

  public CommonOptions(CommandContext context) {
    this.context = context;
  }

  public CommandContext context() {
    return context;
  }

  /** The command that has these options. */
  public CommandSpec command() {
    return spec;
  }

  public boolean debug() {
    return debug || parentOptions().map(CommonOptions::debug).orElse(false);
  }

  private @Nullable Path file() {
    return config != null ? config : parentOptions().map(CommonOptions::file).orElse(null);
  }

  /** The options that are given before the command's name. */
  private Optional<CommonOptions> parentOptions() {
    return Optional.ofNullable(spec.parent())
        .flatMap(parent -> Optional.ofNullable(parent.mixins().get("common")))
        .map(mixin -> (CommonOptions) mixin.userObject());
  }

  /** Loads the config and its secrets. */
  public Config config() {
    return Config.load(sources(null));
  }

  /** For commands that need no secrets and whose user may not be permitted to read them. */
  public Config configWithoutSecrets() {
    return Config.loadWithoutSecrets(sources(null));
  }

  /** Opens the store of the config. */
  public Store store() {
    return Store.openForCommand(configWithoutSecrets().store());
  }

  /** The sources of the config; a file given here takes precedence over {@code --config}. */
  public ConfigInput sources(@Nullable Path file) {
    return ConfigInput.of(
            file == null ? file() : file,
            context.environment(),
            context.hostName(),
            context.version().version(),
            context.scrubber())
        .with(Cloudflare.sources(), cron -> Cron.longestGap(cron, context.clock().instant()));
  }
}
