package io.certvigil.cli;

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
final class DoctorCommand implements Callable<Integer> {
  private final World world;

  @Mixin private Common common = new Common();
  @Mixin private Output output = new Output();

  @Option(names = "--all", description = "Ask for every zone, not for one of each account.")
  private boolean all;

  DoctorCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    var format = output.format();
    if (format == Output.Format.CSV) {
      throw new Failure(Exit.USAGE, "doctor prints no csv: give --output table or json");
    }
    var sources = common.sources(world, null);
    var file = sources.found().map(Object::toString).orElse("the environment");
    var config = Config.load(sources);
    return format == Output.Format.JSON ? json(config, file) : table(config, file);
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
