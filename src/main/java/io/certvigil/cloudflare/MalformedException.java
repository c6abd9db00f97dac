package io.certvigil.cloudflare;

import java.io.Serial;

/** An answer that came whole and makes no sense. Its message never quotes the answer. */
final class MalformedException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  MalformedException(String what) {
    super(what);
  }
}
