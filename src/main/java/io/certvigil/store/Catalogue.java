package io.certvigil.store;

import io.certvigil.model.Source;
import io.certvigil.policy.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Questions of commands and pages, answered from a connection that holds up no writer. */
public final class Catalogue {
  Catalogue() {}

  /** Present certificates that pass the filter, soonest end first, those without a date last. */
  public void list(Filter filter, Instant now, Consumer<CertificateView> consumer) {
    throw new UnsupportedOperationException();
  }

  /** Certificates whose key is this, or whose id, name, serial or fingerprint contains it. */
  public List<CertificateView> find(String text, Instant now) {
    throw new UnsupportedOperationException();
  }

  /** Alerts that fire, worst and soonest first; with {@code resolved} those of 30 days too. */
  public List<AlertView> alerts(boolean resolved, Instant now) {
    throw new UnsupportedOperationException();
  }

  /** The newest events, newest first, each with where it was delivered. */
  public List<EventView> events(int limit) {
    throw new UnsupportedOperationException();
  }

  /** How many present certificates pass the filter. */
  public long count(Filter filter, Instant now) {
    throw new UnsupportedOperationException();
  }

  /**
   * Each part is null where it filters nothing.
   *
   * @param expiringWithin ends before now plus this, expired ones too
   * @param zone glob over zone name or id
   * @param limit at most so many; 0 for all
   */
  public record Filter(
      @Nullable Duration expiringWithin,
      @Nullable Source source,
      @Nullable String zone,
      @Nullable String status,
      int limit) {
    public static final Filter ALL = new Filter(null, null, null, null, 0);
  }

  /** An alert and, where it is about one, its certificate. */
  public record AlertView(Alert alert, String summary, @Nullable CertificateView certificate) {}

  /**
   * An event and what became of it.
   *
   * @param deliveries such as {@code ops-hook: delivered}
   */
  public record EventView(
      String id,
      String type,
      String severity,
      Instant occurredAt,
      String alertKey,
      String summary,
      List<String> deliveries) {}
}
