package io.certvigil.store.view;

import io.certvigil.model.WordedEnum;
import java.util.Optional;

/** The order of a page of certificates. */
public enum CertificateSort implements WordedEnum {
  /** Earliest expiry first, those without a date last. */
  END,
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
