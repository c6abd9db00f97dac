package io.certvigil.cli.daemon;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.model.PrintableText;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that make a backup of the store and put one back. */
public final class BackupCommands {
  private BackupCommands() {}

  @Command(
      description =
          "Writes a verified copy of the store to a file, also while the daemon runs. It needs no"
              + " other file.")
  static void backup(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "FILE", description = "The backup to write.") Path file,
      @Option(names = "--replace", description = "Replace an earlier backup of this name.")
          boolean replace) {
    var context = common.context();
    try (var store = common.store(common.configWithoutSecrets())) {
      store.backups().write(file, replace, context.now());
    }
    context.print(PrintableText.of("Backed up and verified: " + file));
  }

  @Command(
      description =
          "Puts a backup in the place of the store while no daemon runs; what stood there is moved"
              + " aside.")
  static void restore(
      @Mixin CommonOptions common,
      @Parameters(paramLabel = "FILE", description = "A file that certvigil backup wrote.")
          Path file) {
    var context = common.context();
    var config = common.configWithoutSecrets();
    var aside = common.restore(config, file);
    aside.ifPresent(
        path -> context.print(PrintableText.of("The store that was there is now " + path)));
    context.print(PrintableText.of("Restored: " + config.store().file()));
    context.print(
        "Start the daemon now. It sends once what became due since the backup; its log and its page"
            + " say what may arrive a second time.");
  }
}
