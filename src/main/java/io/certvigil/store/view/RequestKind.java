package io.certvigil.store.view;

import io.certvigil.model.WordedEnum;

/** What a command requests from a running daemon. */
public enum RequestKind implements WordedEnum {
  /** A sweep of everything now. */
  SWEEP,
  /** To read the config again and apply it. */
  RELOAD,
  /** The same; what waits for channels that the new config does not have is discarded. */
  RELOAD_DISCARDING
}
