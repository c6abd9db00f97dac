package io.certvigil.store.view;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The order of a page of certificates. */
public enum CertificateSort {
  /** Soonest end first, those without a date last. */
  END,
  /** By name, ASCII's case ignored. */
  NAME,
  /** Newest first. */
  FIRST_SEEN,
  /** What changed or came last first. */
  CHANGED;

  /** As it is written in a URL, such as {@code first_seen}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one with this {@link #word}; empty for any other word. */
  public static Optional<CertificateSort> of(String word) {
    return Arrays.stream(values()).filter(sort -> sort.word().equals(word)).findFirst();
  }
}
