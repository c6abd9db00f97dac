package io.certvigil.cli.outbox;

import static io.certvigil.cli.terminal.CellFormat.text;
import static io.certvigil.cli.terminal.TablePrinter.TableColumn.left;
import static io.certvigil.cli.terminal.TablePrinter.TableColumn.right;

import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.TablePrinter;
import io.certvigil.cli.terminal.TablePrinter.Fit;
import io.certvigil.store.view.DeliveryView;
import java.util.List;
import java.util.stream.Collectors;

/** The columns of deliveries. */
final class OutboxListing {
  static final TablePrinter<DeliveryView> LISTING =
      new TablePrinter<>(table(), csv(), view -> view, "No deliveries.");

  private OutboxListing() {}

  private static List<TablePrinter.TableColumn<DeliveryView>> table() {
    return List.of(
        right("ID", view -> Long.toString(view.id())),
        left("STATE", DeliveryView::state),
        left("CHANNEL", OutboxListing::channel).fit(Fit.SHRINKS).leftOut(9),
        right("ATTEMPTS", (DeliveryView view) -> Integer.toString(view.attempts())).leftOut(2),
        left("CREATED", (DeliveryView view) -> CellFormat.minute(view.createdAt())).leftOut(1),
        left("NEXT ATTEMPT", (DeliveryView view) -> CellFormat.minute(view.nextAttemptAt()))
            .leftOut(3),
        left("REASON", (DeliveryView view) -> view.reason() == null ? "-" : view.reason())
            .fit(Fit.SHRINKS)
            .leftOut(8),
        left("EVENTS", OutboxListing::events).fit(Fit.REST));
  }

  private static List<TablePrinter.TableColumn<DeliveryView>> csv() {
    return List.of(
        left("id", view -> Long.toString(view.id())),
        left("message_id", DeliveryView::messageId),
        left("channel", DeliveryView::channel),
        left("lane", DeliveryView::lane),
        left("state", DeliveryView::state),
        left("attempts", view -> Integer.toString(view.attempts())),
        left("ambiguous", view -> Boolean.toString(view.ambiguous())),
        left("created_at", view -> view.createdAt().toString()),
        left("next_attempt_at", view -> text(view.nextAttemptAt())),
        left("closed_at", view -> text(view.closedAt())),
        left("closed_by", view -> text(view.closedBy())),
        left("reason", view -> text(view.reason())),
        left("alerts", view -> String.join(" ", view.alerts())),
        left(
            "events",
            view ->
                view.events().stream()
                    .map(DeliveryView.DeliveryEvent::id)
                    .collect(Collectors.joining(" "))));
  }

  /** The channel, and the recipient if the delivery is for a single one. */
  static String channel(DeliveryView view) {
    return view.lane().isEmpty() ? view.channel() : view.channel() + " (" + view.lane() + ")";
  }

  private static String events(DeliveryView view) {
    var events = view.events();
    if (events.isEmpty()) {
      return "-";
    }
    var more = events.size() > 1 ? " and " + (events.size() - 1) + " more" : "";
    return CellFormat.sentence(events.getFirst().summary()) + more;
  }
}
