package io.certvigil.store.view;

import io.certvigil.model.WordedEnum;
import java.util.Optional;

/** The order of a page of certificates. */
public enum CertificateSort implements WordedEnum {
  /**
   * What is ahead first: the soonest expiry first, then those without a date, then the expired
   * ones, the latest expiry first.
   */
  END,
  /** By date, the earliest first, whether it has passed or not; those without a date last. */
  NOT_AFTER,
  /** By name, ignoring the case of ASCII letters. */
  NAME,
  /** Newest first. */
  FIRST_SEEN,
  /** Latest change or first sight first. */
  CHANGED;

  /** The order with this {@link #word}; empty for an unknown word. */
  public static Optional<CertificateSort> of(String word) {
    return WordedEnum.of(CertificateSort.class, word);
  }
}
