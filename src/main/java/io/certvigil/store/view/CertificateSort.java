package io.certvigil.store.view;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The order of a page of certificates. */
public enum CertificateSort {
  /** Earliest expiry first, those without a date last. */
  END,
  /** By name, ignoring the case of ASCII letters. */
  NAME,
  /** Newest first. */
  FIRST_SEEN,
  /** Latest change or first sight first. */
  CHANGED;

  /** The value in a URL, such as {@code first_seen}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The order with this {@link #word}; empty for an unknown word. */
  public static Optional<CertificateSort> of(String word) {
    return Arrays.stream(values()).filter(sort -> sort.word().equals(word)).findFirst();
  }
}
