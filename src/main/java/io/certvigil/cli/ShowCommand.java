package io.certvigil.cli;

import io.certvigil.store.Catalogue;
import io.certvigil.store.Catalogue.AlertView;
import io.certvigil.store.CertificateView;
import io.certvigil.store.Json;
import io.certvigil.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One certificate, with its alerts. */
@Command(name = "show", description = "One certificate, with its alerts.")
final class ShowCommand implements Callable<Integer> {
  private static final int CANDIDATES = 20;

  private final World world;

  @Mixin private Common common = new Common();
  @Mixin private Output output = new Output();

  @Parameters(
      paramLabel = "KEY",
      description = "Key of the certificate or its alert, or a part of its id or name.")
  private String key = "";

  ShowCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    if (key.isBlank()) {
      throw new Failure(Exit.USAGE, "KEY is empty; certvigil list shows every key");
    }
    var config = common.withoutSecrets(world);
    try (var store = Store.beside(config.store())) {
      var now = world.clock().instant();
      var alerts = store.catalogue().alerts(true, now);
      return show(candidates(store.catalogue(), alerts, now), alerts);
    }
  }

  /** What is meant exactly goes before what only contains it. */
  private List<CertificateView> candidates(
      Catalogue catalogue, List<AlertView> alerts, Instant now) {
    var found = catalogue.find(key, now);
    for (var exact : exact()) {
      var only = found.stream().filter(exact).toList();
      if (only.size() == 1) {
        return only;
      }
    }
    var alerted =
        alerts.stream()
            .filter(alert -> alert.alert().id().key().equals(key))
            .flatMap(alert -> Stream.ofNullable(alert.certificate()))
            .distinct()
            .limit(1)
            .toList();
    return alerted.isEmpty() ? found : alerted;
  }

  private List<Predicate<CertificateView>> exact() {
    return List.of(
        view -> view.key().equals(key),
        view -> view.id().equals(key),
        view -> view.name().equalsIgnoreCase(key));
  }

  private int show(List<CertificateView> found, List<AlertView> alerts) {
    if (found.isEmpty()) {
      throw new Failure(
          Exit.BAD_NEWS,
          "no certificate has the key, id or name " + Cells.plain(key) + "; see certvigil list");
    }
    if (found.size() > 1) {
      var some = found.stream().limit(CANDIDATES).toList();
      CertificateListing.LISTING.print(onErr(), Output.Format.TABLE, some::forEach);
      throw new Failure(Exit.USAGE, found.size() + " certificates match; give one of these keys");
    }
    print(found.getFirst(), alerts);
    return Exit.FINE;
  }

  private World onErr() {
    return new World(
        world.err(),
        world.err(),
        world.environment(),
        world.hostName(),
        world.width(),
        world.talks(),
        world.clock(),
        world.version());
  }

  private void print(CertificateView view, List<AlertView> alerts) {
    var own = alerts.stream().filter(alert -> isAbout(alert, view)).toList();
    switch (output.format()) {
      case TABLE -> Facts.print(world.out(), view, own);
      case JSON -> world.out().println(Json.write(json(view, own)));
      case CSV ->
          CertificateListing.LISTING.print(world, Output.Format.CSV, rows -> rows.accept(view));
    }
    world.out().flush();
  }

  private static boolean isAbout(AlertView alert, CertificateView view) {
    var certificate = alert.certificate();
    return certificate != null && certificate.key().equals(view.key());
  }

  private static Shown json(CertificateView view, List<AlertView> alerts) {
    return new Shown(view, alerts.stream().map(AlertObject::of).toList());
  }

  private record Shown(CertificateView certificate, List<AlertObject> alerts) {}
}
