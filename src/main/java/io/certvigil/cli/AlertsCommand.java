package io.certvigil.cli;

import static io.certvigil.cli.Listing.Cell.left;

import io.certvigil.store.Catalogue.AlertView;
import io.certvigil.store.CertificateView;
import io.certvigil.store.Store;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What fires now. */
@Command(name = "alerts", description = "What fires now, worst first.")
final class AlertsCommand implements Callable<Integer> {
  private static final Listing<AlertView> LISTING =
      new Listing<>(table(), csv(), AlertObject::of, "Nothing fires.");

  private final World world;

  @Mixin private Common common = new Common();
  @Mixin private Output output = new Output();

  AlertsCommand(World world) {
    this.world = world;
  }

  @Override
  public Integer call() {
    var config = common.withoutSecrets(world);
    try (var store = Store.beside(config.store())) {
      var alerts = store.catalogue().alerts(false, world.clock().instant());
      LISTING.print(world, output.format(), alerts::forEach);
    }
    return Exit.FINE;
  }

  private static List<Listing.Cell<AlertView>> table() {
    return List.of(
        left("SEVERITY", view -> view.alert().severity().word()),
        left("KEY", view -> view.alert().id().key()),
        left("SINCE", view -> Cells.minute(view.alert().progress().firstFiredAt())),
        left("RUNG", view -> Cells.rung(view.alert().progress().rung())),
        left("WHERE", AlertsCommand::where),
        left("SUMMARY", AlertView::summary));
  }

  private static List<Listing.Cell<AlertView>> csv() {
    return List.of(
        left("key", view -> view.alert().id().key()),
        left("state", view -> view.alert().state().word()),
        left("severity", view -> view.alert().severity().word()),
        left("rung", view -> String.valueOf(AlertObject.of(view).rung())),
        left("episode", view -> String.valueOf(view.alert().id().episode())),
        left("first_fired_at", view -> view.alert().progress().firstFiredAt().toString()),
        left("reason", view -> Cells.text(view.alert().reason())),
        left("certificate_key", view -> keyOf(view.certificate())),
        left("where", AlertsCommand::where),
        left("name", view -> view.alert().subject().name()),
        left("summary", AlertView::summary));
  }

  private static String where(AlertView view) {
    var certificate = view.certificate();
    return certificate == null ? "" : CertificateListing.where(certificate);
  }

  private static String keyOf(@Nullable CertificateView certificate) {
    return certificate == null ? "" : certificate.key();
  }
}
