package io.certvigil.web.server;

import org.jspecify.annotations.Nullable;

/** A request that the client must change; the message says how. Answered with status 400. */
public final class BadRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String parameter;

  public BadRequest(String message, @Nullable String parameter) {
    super(message);
    this.parameter = parameter;
  }

  BadRequest(String message, Throwable cause) {
    super(message, cause);
    this.parameter = null;
  }

  /** The invalid parameter; null if the request as a whole is invalid. */
  public @Nullable String parameter() {
    return parameter;
  }
}
