package io.certvigil.web.html;

import java.util.Locale;

/** The pages that lead to all others, in the order of the bar. */
public enum Tab {
  OVERVIEW,
  CERTIFICATES,
  ALERTS,
  CHANGES,
  SWEEPS,
  CHANNELS;

  /** Such as {@code Alerts}. */
  String label() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }

  /** Relative to the root, so that it works behind a proxy that serves the pages below a path. */
  String path() {
    return this == OVERVIEW ? "./" : name().toLowerCase(Locale.ROOT);
  }
}
