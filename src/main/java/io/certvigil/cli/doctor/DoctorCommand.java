package io.certvigil.cli.doctor;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.config.Config;
import io.certvigil.store.view.StoredJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks the installation. */
@Command(
    name = "doctor",
    description =
        "Checks config, store, channels, tokens and clock, and what each token may read; exit code"
            + " 1 if a check fails.")
public final class DoctorCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Option(names = "--all", description = "Check every zone, not only one of each account.")
  private boolean all;

  public DoctorCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var format = output.format();
    if (format == OutputOption.Format.CSV) {
      throw new CommandFailure(
          ExitCode.USAGE, "doctor cannot print csv: use --output table or json");
    }
    var sources = common.sources(context, null);
    var file = sources.configFile().map(Object::toString).orElse("the environment");
    var config = Config.load(sources);
    return format == OutputOption.Format.JSON ? json(config, file) : table(config, file);
  }

  private int table(Config config, String file) {
    var doctor = new Doctor(context, config, file, all, this::print);
    var diagnosis =
        doctor.examine(
            (plan, permissions) -> {
              context.out().println();
              new PermissionTable(context, plan).print(permissions);
            });
    context.out().println(diagnosis.summary());
    context.out().flush();
    return diagnosis.exit();
  }

  /** Flushes at once, because some checks take seconds. */
  private void print(Check check) {
    CheckLine.of(check, context.width()).forEach(context.out()::println);
    context.out().flush();
  }

  private int json(Config config, String file) {
    var diagnosis =
        new Doctor(context, config, file, all, _ -> {}).examine((plan, permissions) -> {});
    context.out().println(StoredJson.write(diagnosis.json()));
    context.out().flush();
    return diagnosis.exit();
  }
}
