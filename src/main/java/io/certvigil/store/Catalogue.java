package io.certvigil.store;

import io.certvigil.model.Certificate;
import io.certvigil.model.Fault;
import io.certvigil.model.Source;
import io.certvigil.policy.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Questions of commands and pages, answered from a connection that holds up no writer. A
 * certificate that the last reading missed is shown until it is proved absent; what the config no
 * longer watches is not shown.
 */
public final class Catalogue {
  private final Database database;

  Catalogue(Database database) {
    this.database = database;
  }

  /** Present certificates that pass the filter, soonest end first, those without a date last. */
  public void list(Filter filter, Instant now, Consumer<CertificateView> consumer) {
    database.look("query", session -> CertificateQueries.list(session, filter, now, consumer));
  }

  /**
   * Present certificates whose key is this, or whose id, name, serial or fingerprint contains it,
   * soonest end first; at most 1,000.
   */
  public List<CertificateView> find(String text, Instant now) {
    return database.read("query", session -> CertificateQueries.find(session, text, now));
  }

  /** The certificate with this key, also one that is gone or watched no more: all its versions. */
  public List<Version> versions(String key) {
    return database.read("query", session -> CertificateQueries.versions(session, key));
  }

  /** Alerts that fire, worst and soonest first; with {@code resolved} those of 30 days too. */
  public List<AlertView> alerts(boolean resolved, Instant now) {
    return database.read("query", session -> AlertQueries.alerts(session, resolved, now));
  }

  /** The newest events, newest first, each with where it was delivered. */
  public List<EventView> events(int limit) {
    return database.read("query", session -> AlertQueries.events(session, limit));
  }

  /** How many present certificates pass the filter. */
  public long count(Filter filter, Instant now) {
    return database.read("query", session -> CertificateQueries.count(session, filter, now));
  }

  /** The figures of the status page, in one go. */
  public Counts counts(Instant now) {
    return database.read("query", session -> CertificateQueries.counts(session, now));
  }

  /** Each source that is watched, as it stands. */
  public List<SourceView> sources() {
    return database.read("query", CertificateQueries::sources);
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

  /**
   * A certificate as it was for a while.
   *
   * @param to null while it is so
   */
  public record Version(Instant from, @Nullable Instant to, Certificate certificate) {}

  /**
   * How many certificates are present, and how many of them end when. Each includes the ones before
   * it.
   *
   * @param undated those with no end that anybody knows
   */
  public record Counts(
      long present, long expired, long within7d, long within30d, long within60d, long undated) {}

  /**
   * A source over all its scopes.
   *
   * @param certificates how many are present
   * @param unreadable how many scopes could not be read whole at the last attempt
   * @param oldest the last complete reading of the scope that was not read for longest; null where
   *     one never was
   * @param newest the last complete reading of any of its scopes; null where there was none
   * @param fault of the scope that has failed for longest; null where all could be read
   */
  public record SourceView(
      Source source,
      int scopes,
      int unreadable,
      long certificates,
      @Nullable Instant oldest,
      @Nullable Instant newest,
      @Nullable Fault fault) {}

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
      List<String> deliveries) {
    public EventView {
      deliveries = List.copyOf(deliveries);
    }
  }
}
