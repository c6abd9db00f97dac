package io.certvigil.cli.outbox;

import io.certvigil.cli.options.CommonOptions;
import io.certvigil.cli.terminal.CommandContext;
import io.certvigil.cli.terminal.DetailPrinter;
import io.certvigil.cli.terminal.ExitCode;
import io.certvigil.cli.terminal.OutputOption;
import io.certvigil.model.PrintableText;
import io.certvigil.store.Store;
import io.certvigil.store.view.DeliveryView;
import io.certvigil.store.view.StoredJson;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one delivery. */
@Command(
    name = "show",
    description =
        "Shows one delivery: its events, each attempt with the response, and the message body.")
public final class OutboxShowCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "ID", description = OutboxKeys.ID)
  private String id = "";

  public OutboxShowCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    var config = common.configWithoutSecrets(context);
    try (var store = Store.openForCommand(config.store())) {
      var view = OutboxKeys.find(context, store, id);
      switch (output.format()) {
        case TABLE -> print(view);
        case JSON -> context.out().println(StoredJson.write(view));
        case CSV ->
            OutboxListing.LISTING.print(
                context, OutputOption.Format.CSV, rows -> rows.accept(view));
      }
      context.out().flush();
    }
    return ExitCode.SUCCESS;
  }

  private void print(DeliveryView view) {
    fact("Id", view.id());
    fact("Message", view.messageId());
    fact("Channel", OutboxListing.channel(view));
    fact("State", view.state() + (view.ambiguous() ? ", may have been received already" : ""));
    fact("Created", view.createdAt());
    fact("Next attempt", view.nextAttemptAt());
    fact("Waits for", view.blocked() == 0 ? null : view.blocked() + " in the queue before it");
    fact("Closed", view.closedAt());
    fact("Closed by", view.closedBy());
    fact("Reason", view.reason());
    view.events()
        .forEach(event -> fact("Event", event.type() + " " + event.id() + " " + event.summary()));
    view.log().forEach(tried -> fact("Attempt", attempt(tried)));
    var body = view.body();
    if (body != null && !body.isEmpty()) {
      context.out().println();
      body.lines().forEach(line -> context.out().println(PrintableText.of(line)));
    }
  }

  private static String attempt(DeliveryView.DeliveryAttempt tried) {
    var reason = tried.reason() == null ? "" : " (" + tried.reason() + ")";
    var answer = tried.answer() == null ? "" : ": " + tried.answer();
    return tried.number() + " " + tried.endedAt() + " " + tried.outcome() + reason + answer;
  }

  private void fact(String name, @Nullable Object value) {
    DetailPrinter.line(context.out(), name, value);
  }
}
