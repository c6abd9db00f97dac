package io.certvigil.cli.outbox;

import io.certvigil.cli.certificates.KeyResolver;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.CommandFailure;
import io.certvigil.model.PrintableText;
import io.certvigil.store.view.DeliveryOperationResult;
import io.certvigil.store.view.DeliveryView;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Finds a delivery by its id, and reports why an operation on it failed. */
final class OutboxKeys {
  /** The description of an {@code ID} in the help of commands. */
  static final String ID = "Number of the delivery, or a part of its message id.";

  private static final int CANDIDATES = 20;

  private OutboxKeys() {}

  static DeliveryView find(
      CommandContext context,
      Function<String, Optional<DeliveryView>> one,
      BiFunction<String, Integer, List<DeliveryView>> search,
      String id) {
    return one.apply(id).orElseThrow(() -> notFound(context, search.apply(id, CANDIDATES), id));
  }

  private static CommandFailure notFound(
      CommandContext context, List<DeliveryView> found, String id) {
    if (found.isEmpty()) {
      return CommandFailure.negative(
          "no delivery has the id " + PrintableText.of(id) + "; see certvigil outbox list");
    }
    KeyResolver.printCandidates(context, found, OutboxListing.LISTING);
    return CommandFailure.usage("several deliveries match; give one of these ids");
  }

  /** Fails if the operation was not done. */
  static void requireDone(DeliveryOperationResult verdict, DeliveryView view) {
    var why =
        switch (verdict) {
          case DONE -> "";
          case BEING_SENT -> "is being sent; try again in some seconds";
          case CLOSED -> "is already " + view.state() + ": there is nothing to discard";
          case UNKNOWN -> "no longer exists; see certvigil outbox list";
          case NO_CHANNEL ->
              "is for the channel " + view.channel() + ", which is no longer in the config";
          case ALREADY_OPEN ->
              "is already pending a second time; see certvigil outbox list --state ready";
          case NOTHING_TO_SEND -> "was suppressed by a silence and has no message to send";
        };
    if (verdict != DeliveryOperationResult.DONE) {
      throw CommandFailure.negative("delivery " + view.id() + " " + why);
    }
  }
}
