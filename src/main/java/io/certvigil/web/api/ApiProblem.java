package io.certvigil.web.api;

import org.jspecify.annotations.Nullable;

/** A request that cannot be answered; told as RFC 9457 has it. */
final class ApiProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final @Nullable String parameter;

  private ApiProblem(int status, @Nullable String parameter, String detail) {
    super(detail);
    this.status = status;
    this.parameter = parameter;
  }

  /** A parameter that is none, or has a value that it cannot have. */
  static ApiProblem parameter(String parameter, String detail) {
    return new ApiProblem(400, parameter, detail);
  }

  static ApiProblem of(int status, String detail) {
    return new ApiProblem(status, null, detail);
  }

  int status() {
    return status;
  }

  /** The parameter at fault; null where none is. */
  @Nullable String parameter() {
    return parameter;
  }
}
