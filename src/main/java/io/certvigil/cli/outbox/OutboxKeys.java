package io.certvigil.cli.outbox;

import io.certvigil.cli.certificates.KeyResolver;
import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.store.DeliveryOperationResult;
import io.certvigil.store.Store;
import io.certvigil.store.view.DeliveryView;

/** Which delivery is meant, and what became of what was asked of it. */
final class OutboxKeys {
  private static final int CANDIDATES = 20;

  private OutboxKeys() {}

  static DeliveryView find(CommandContext world, Store store, String id) {
    return store.outbox().find(id).orElseThrow(() -> notFound(world, store, id));
  }

  private static CommandFailure notFound(CommandContext world, Store store, String id) {
    var found = store.outbox().search(id, CANDIDATES);
    if (found.isEmpty()) {
      return new CommandFailure(
          ExitCode.FAILURE,
          "no delivery has the id " + CellFormat.plain(id) + "; see certvigil outbox list");
    }
    new KeyResolver(world, store, world.now()).printCandidates(found, OutboxListing.LISTING);
    return new CommandFailure(ExitCode.USAGE, "several deliveries match; give one of these ids");
  }

  /** Fails where it was not done. */
  static void requireDone(DeliveryOperationResult verdict, DeliveryView view) {
    var why =
        switch (verdict) {
          case DONE -> "";
          case BEING_SENT -> "is being sent right now; try again in some seconds";
          case CLOSED -> "is " + view.state() + " already: there is nothing to discard";
          case UNKNOWN -> "is there no more; see certvigil outbox list";
          case NO_CHANNEL ->
              "is for the channel " + view.channel() + ", which is in the config no more";
          case ALREADY_OPEN -> "is open a second time; see certvigil outbox list --state ready";
          case NOTHING_TO_SEND -> "was covered by a silence before anything was made of it";
        };
    if (verdict != DeliveryOperationResult.DONE) {
      throw new CommandFailure(ExitCode.FAILURE, "delivery " + view.id() + " " + why);
    }
  }
}
