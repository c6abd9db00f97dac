package io.certvigil.store.view;

import com.google.gson.annotations.JsonAdapter;
import io.certvigil.policy.Ladder;
import io.certvigil.policy.Silence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert as JSON: the fields of the webhook's {@code alert} object, the acknowledgement, and the
 * ids of the silences that cover it now.
 */
public record AlertJson(
    String key,
    String state,
    String severity,
    @Nullable String rung,
    int episode,
    Instant firstFiredAt,
    @Nullable String reason,
    @Nullable Instant acknowledgedAt,
    @Nullable String acknowledgedBy,
    List<String> silences,
    String name,
    String summary,
    @Nullable CertificateView certificate,
    @JsonAdapter(value = OmittedWhenNull.class, nullSafe = false)
        @Nullable ConditionView condition) {

  public AlertJson {
    silences = List.copyOf(silences);
  }

  /**
   * Converts the alert.
   *
   * @param silences the silences that cover it
   */
  public static AlertJson of(AlertView view, List<Silence> silences) {
    var alert = view.alert();
    var ack = alert.progress().ack();
    return new AlertJson(
        alert.id().key(),
        alert.state().word(),
        alert.severity().word(),
        rung(alert.progress().rung()),
        alert.id().episode(),
        alert.progress().firstFiredAt(),
        alert.reason(),
        ack == null ? null : ack.at(),
        ack == null ? null : ack.by(),
        silences.stream().map(Silence::id).toList(),
        alert.subject().name(),
        view.summary(),
        view.certificate(),
        view.condition());
  }

  /** The rung in the notation of the config: {@code 14d}, {@code 36h}, {@code 0}; null if none. */
  public static @Nullable String rung(@Nullable Duration rung) {
    return rung == null ? null : Ladder.format(rung);
  }
}
