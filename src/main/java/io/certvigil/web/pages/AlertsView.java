package io.certvigil.web.pages;

import io.certvigil.policy.Silence;
import io.certvigil.store.view.AlertView;
import io.certvigil.store.view.Cursor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The data of the alerts page.
 *
 * @param next the cursor of the next rows; null if there are none
 * @param silences those that have not ended, earliest end first
 * @param labels of {@code watch}, each name with its values, in order
 */
record AlertsView(
    List<Row> rows,
    @Nullable Cursor next,
    List<Silence> silences,
    Map<String, List<String>> labels) {
  AlertsView {
    rows = List.copyOf(rows);
    silences = List.copyOf(silences);
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
  }

  /**
   * An alert and the silences that cover it.
   *
   * @param silences those that cover the alert
   */
  record Row(AlertView view, List<Silence> silences) {
    Row {
      silences = List.copyOf(silences);
    }

    /**
     * @param active the silences that have started and not ended
     */
    static Row of(AlertView view, List<Silence> active) {
      return new Row(
          view, view.alert().firing() ? Silence.covering(active, view.subject()) : List.of());
    }
  }
}
