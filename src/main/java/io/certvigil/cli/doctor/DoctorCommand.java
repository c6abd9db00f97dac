package io.certvigil.cli.doctor;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.config.Config;
import io.certvigil.store.view.StoredJson;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that checks the installation. */
public final class DoctorCommand {
  private DoctorCommand() {}

  @Command(
      description =
          "Checks config, store, channels, tokens and clock, and what each token may read; exit"
              + " code 1 if a check fails.")
  static int doctor(
      @Mixin CommonOptions common,
      @Mixin OutputOption output,
      @Option(names = "--all", description = "Check every zone, not only one of each account.")
          boolean all) {
    var format = output.format();
    if (format == OutputOption.Format.CSV) {
      throw CommandFailure.usage("doctor cannot print csv: use --output table or json");
    }
    var context = common.context();
    var out = context.out();
    var sources = common.sources(null);
    var file = sources.configFile().map(Object::toString).orElse("the environment");
    var config = Config.load(sources);
    boolean table = format == OutputOption.Format.TABLE;
    Consumer<Check> reporter = table ? check -> print(context, check) : _ -> {};
    var diagnosis = new Doctor(context, config, file, all, reporter).examine();
    if (table) {
      out.println();
      new PermissionTable(context, diagnosis.plan()).print(diagnosis.permissions());
    }
    out.println(table ? diagnosis.summary() : StoredJson.write(diagnosis.json()));
    out.flush();
    return diagnosis.exit();
  }

  /** Flushes at once, because some checks take seconds. */
  private static void print(CommandContext context, Check check) {
    check.lines(context.width()).forEach(context.out()::println);
    context.out().flush();
  }
}
