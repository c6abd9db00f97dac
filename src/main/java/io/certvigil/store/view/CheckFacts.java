package io.certvigil.store.view;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code check} decides on.
 *
 * @param lists the number of watched lists
 * @param read how many of them have been read completely at least once
 * @param unreadable the lists that are no longer read
 * @param ending the certificates that may raise alerts and expire within the limit, soonest first;
 *     if none of them is ahead, also the next one to expire
 * @param all the number of certificates
 * @param failing the channels whose receivers accept nothing
 * @param kept what waits for channels that the config does not have, one line each
 */
public record CheckFacts(
    int lists,
    long read,
    List<UnreadableList> unreadable,
    List<CertificateView> ending,
    long all,
    List<FailingChannel> failing,
    List<String> kept) {
  public CheckFacts {
    unreadable = List.copyOf(unreadable);
    ending = List.copyOf(ending);
    failing = List.copyOf(failing);
    kept = List.copyOf(kept);
  }

  /**
   * A channel whose receiver accepts nothing.
   *
   * @param reason of the last failed attempt
   */
  public record FailingChannel(String name, @Nullable String reason) {}

  /**
   * A list that is no longer read.
   *
   * @param completeAt when it was last read completely; null if never
   */
  public record UnreadableList(String name, String reason, @Nullable Instant completeAt) {}
}
