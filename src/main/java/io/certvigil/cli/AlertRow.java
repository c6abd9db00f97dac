package io.certvigil.cli;

import io.certvigil.policy.Silence;
import io.certvigil.store.view.AlertJson;
import io.certvigil.store.view.AlertView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An alert, and what is done about it.
 *
 * @param silences those that cover it
 */
record AlertRow(AlertView view, List<Silence> silences) {
  AlertRow {
    silences = List.copyOf(silences);
  }

  /**
   * @param silences those that are active
   */
  static AlertRow of(AlertView view, List<Silence> silences) {
    return new AlertRow(view, Silence.covering(silences, view.subject()));
  }

  AlertJson object() {
    return AlertJson.of(view, silences);
  }

  Tone tone() {
    return switch (view.alert().severity()) {
      case INFO -> Tone.PLAIN;
      case WARNING -> Tone.WARNING;
      case CRITICAL -> Tone.CRITICAL;
    };
  }

  /** For people: who has taken it on, and until when it is silenced. */
  String handled() {
    var words = new ArrayList<String>();
    var ack = view.alert().progress().ack();
    if (ack != null) {
      words.add("ack " + ack.by() + " " + Cells.minute(ack.at()));
    }
    silences.stream()
        .map(Silence::endsAt)
        .max(Comparator.naturalOrder())
        .ifPresent(end -> words.add("silenced until " + Cells.minute(end)));
    return words.isEmpty() ? "-" : String.join(", ", words);
  }
}
