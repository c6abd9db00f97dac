package io.certvigil.cli.certificates;

import io.certvigil.cli.terminal.CellFormat;
import io.certvigil.cli.terminal.RowStyle;
import io.certvigil.policy.Silence;
import io.certvigil.store.view.AlertJson;
import io.certvigil.store.view.AlertView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An alert with its acknowledgement and silences.
 *
 * @param silences the active ones that match it
 */
public record AlertRow(AlertView view, List<Silence> silences) {
  public AlertRow {
    silences = List.copyOf(silences);
  }

  /**
   * An alert with the silences that cover it.
   *
   * @param silences all that are active
   */
  public static AlertRow of(AlertView view, List<Silence> silences) {
    return new AlertRow(view, Silence.covering(silences, view.subject()));
  }

  public AlertJson json() {
    return AlertJson.of(view, silences);
  }

  public RowStyle style() {
    return switch (view.alert().severity()) {
      case INFO -> RowStyle.PLAIN;
      case WARNING -> RowStyle.WARNING;
      case CRITICAL -> RowStyle.CRITICAL;
    };
  }

  /** For people: who acknowledged it, and until when it is silenced. */
  public String handled() {
    var words = new ArrayList<String>();
    var ack = view.alert().progress().ack();
    if (ack != null) {
      words.add("ack " + ack.by() + " " + CellFormat.minute(ack.at()));
    }
    silences.stream()
        .map(Silence::endsAt)
        .max(Comparator.naturalOrder())
        .ifPresent(end -> words.add("silenced until " + CellFormat.minute(end)));
    return words.isEmpty() ? "-" : String.join(", ", words);
  }
}
