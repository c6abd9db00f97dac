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

/** What works and what does not. */
@Command(
    name = "doctor",
    description =
        "Looks at config, store, channels, tokens and clock, and at what each token may read;"
            + " exit 1 where something has failed.")
public final class DoctorCommand implements Callable<Integer> {
  private final CommandContext world;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Option(names = "--all", description = "Ask for every zone, not for one of each account.")
  private boolean all;

  public DoctorCommand(CommandContext world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    var format = output.format();
    if (format == OutputOption.Format.CSV) {
      throw new CommandFailure(ExitCode.USAGE, "doctor prints no csv: give --output table or json");
    }
    var sources = common.sources(world, null);
    var file = sources.configFile().map(Object::toString).orElse("the environment");
    var config = Config.load(sources);
    return format == OutputOption.Format.JSON ? json(config, file) : table(config, file);
  }

  private int table(Config config, String file) {
    var doctor = new Doctor(world, config, file, all, this::print);
    var diagnosis =
        doctor.examine(
            (plan, permits) -> {
              world.out().println();
              new PermissionTable(world, plan).print(permits);
            });
    world.out().println(diagnosis.summary());
    world.out().flush();
    return diagnosis.exit();
  }

  /** At once: some take their time. */
  private void print(Check check) {
    CheckLine.of(check, world.width()).forEach(world.out()::println);
    world.out().flush();
  }

  private int json(Config config, String file) {
    var diagnosis = new Doctor(world, config, file, all, _ -> {}).examine((plan, permits) -> {});
    world.out().println(StoredJson.write(diagnosis.json()));
    world.out().flush();
    return diagnosis.exit();
  }
}
