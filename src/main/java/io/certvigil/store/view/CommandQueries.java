package io.certvigil.store.view;

import io.certvigil.policy.Health;
import io.certvigil.policy.Silence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What commands read: from the store, or from the daemon that has it open. */
public interface CommandQueries extends AutoCloseable {
  /**
   * Certificates: what is ahead first, soonest first; what has expired last.
   *
   * @param moment as they were known then; null for now
   */
  void certificates(
      CertificateFilter filter, @Nullable Instant moment, Consumer<CertificateView> rows);

  ReadingState readingState();

  /** The certificates that a {@code KEY} may mean; one if it is exact. */
  List<CertificateView> find(String key);

  /** The certificate with exactly this key, also if it no longer exists. */
  Optional<CertificateView> known(String key);

  /** All changes of the certificate with this key, newest first. */
  List<ChangeView> history(String key);

  /** The changes after {@code from} and up to {@code to}, newest first. */
  void changes(
      Instant from,
      Instant to,
      CertificateFilter filter,
      Set<String> words,
      Consumer<ChangeView> rows);

  /** The firing alerts, most severe first, with the silences that cover them now. */
  List<AlertJson> alerts();

  /** All alerts about the certificate with this key, firing ones first, then the newest. */
  List<AlertJson> alertsOf(String key);

  /** All silences, those that end last first. */
  List<Silence> silences();

  /**
   * The facts that {@code check} decides on.
   *
   * @param filter of source and zone
   * @param warning certificates that expire later do not count
   */
  CheckFacts check(CertificateFilter filter, Duration warning);

  /** Why and when the certificate raises alerts; empty if it is no longer watched. */
  Optional<ExplanationView> explain(CertificateView certificate);

  /** Whether there is an alert with exactly this key, however old. */
  boolean hasAlert(String key);

  /** The alerts that a {@code KEY} may mean, resolved ones included. */
  List<AlertJson> findAlerts(String key);

  /** The firing alerts that a {@code KEY} may mean. */
  List<AlertJson> findFiring(String key);

  /** The readability of every watched list, and of the discovery of every credential. */
  List<Health> health();

  /** The state of the store. Reads all of it, which can take some seconds. */
  StoreFacts storeFacts();

  /** Deliveries, newest first. */
  List<DeliveryView> deliveries(DeliveryView.Filter filter);

  /** The delivery with this number or message id, with its attempts and its message. */
  Optional<DeliveryView> delivery(String id);

  /** The deliveries that a part of an id may mean. */
  List<DeliveryView> searchDeliveries(String id, int limit);

  @Override
  void close();
}
