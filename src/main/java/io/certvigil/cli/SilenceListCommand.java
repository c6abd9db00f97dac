package io.certvigil.cli;

import io.certvigil.store.Store;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The silences. */
@Command(name = "list", description = "The silences that last or are to come.")
final class SilenceListCommand implements Callable<Integer> {
  private final World world;

  @Mixin private Common common = new Common();
  @Mixin private Output output = new Output();

  @Option(names = "--expired", description = "Those that have ended too.")
  private boolean expired;

  SilenceListCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    var config = common.withoutSecrets(world);
    try (var store = Store.beside(config.store())) {
      var now = world.now();
      var silences =
          store.silences().list().stream()
              .filter(silence -> expired || silence.endsAt().isAfter(now))
              .toList();
      SilenceListing.at(now).print(world, output.format(), silences::forEach);
    }
    return Exit.FINE;
  }
}
