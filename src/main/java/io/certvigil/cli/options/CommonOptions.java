package io.certvigil.cli.options;

import io.certvigil.cli.socket.SocketDaemon;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cloudflare.Cloudflare;
import io.certvigil.config.Config;
import io.certvigil.config.ConfigException;
import io.certvigil.config.ConfigInput;
import io.certvigil.schedule.Cron;
import io.certvigil.store.Store;
import io.certvigil.store.failure.StoreException;
import io.certvigil.store.view.CommandQueries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
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

  /** What commands read, of the config's daemon or store; see {@link #daemon}. */
  public CommandQueries queries() {
    return queries(configWithoutSecrets());
  }

  public CommandQueries queries(Config config) {
    return access(config).queries();
  }

  /** What commands read and change, of the config's daemon or store; see {@link #daemon}. */
  public StoreAccess access(Config config) {
    return daemon(config)
        .map(StoreAccess::of)
        .orElseGet(() -> StoreAccess.of(store(config), config, context.now()));
  }

  /**
   * The daemon of the config at its socket; empty if none runs, so that this command may open the
   * store. Root becomes the owner of the store before, who decides what is at the socket's path.
   *
   * @throws StoreException if a daemon runs whose socket does not answer
   */
  public Optional<SocketDaemon> daemon(Config config) {
    becomeStoreOwner(config);
    return new DaemonSearch(config, context.ticker(), spec.qualifiedName()).find();
  }

  /** Opens the store of this config, as its owner if this process runs as root. */
  public Store store(Config config) {
    becomeStoreOwner(config);
    return Store.openForCommand(config.store());
  }

  /**
   * Puts a backup in the place of the store, as its owner if this process runs as root.
   *
   * @return where the old store is now; empty if there was none
   */
  public Optional<Path> restore(Config config, Path backup) {
    becomeStoreOwner(config);
    return Store.restore(config.store(), backup, context.now());
  }

  /**
   * The config with its secrets, for a command that may need them after the store was opened. Root
   * reads them at once, then continues as the owner of the store, who may not be permitted to.
   *
   * @param config the same without secrets
   */
  public Supplier<Config> configBefore(Config config) {
    if (!StoreOwner.isRoot()) {
      return this::config;
    }
    Supplier<Config> read;
    try {
      var whole = config();
      read = () -> whole;
    } catch (ConfigException e) { // reported only if the secrets turn out to be needed
      read =
          () -> {
            throw e;
          };
    }
    becomeStoreOwner(config);
    return read;
  }

  /**
   * If this process runs as root, continues as the owner of the store's folder. To be called before
   * the store is touched, and after the secrets have been read.
   */
  public void becomeStoreOwner(Config config) {
    var database = config.store().file();
    try {
      if (StoreOwner.isRoot() && Files.isDirectory(StoreOwner.folderOf(database))) {
        var owner = StoreOwner.of(database);
        if (!owner.root()) {
          owner.become(spec.qualifiedName());
        }
      }
    } catch (IOException e) {
      throw new StoreException(database + ": its owner is unknown: " + e.getMessage(), e);
    }
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
