package io.certvigil.web.api;

import org.jspecify.annotations.Nullable;

/** A request that cannot be answered; reported as a problem document (RFC 9457). */
final class ApiProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable String parameter;

  private ApiProblem(int status, @Nullable String parameter, String detail) {
    super(detail);
    this.status = status;
    this.parameter = parameter;
  }

  /** An unknown parameter, or one with an invalid value. */
  static ApiProblem parameter(String parameter, String detail) {
    return new ApiProblem(400, parameter, detail);
  }

  static ApiProblem of(int status, String detail) {
    return new ApiProblem(status, null, detail);
  }

  int status() {
    return status;
  }

  /** The invalid parameter; null if the error is about something else. */
  @Nullable String parameter() {
    return parameter;
  }
}
