package io.certvigil.cloudflare.fields;

import java.io.Serial;

/** An answer that came whole and makes no sense. Its message never quotes the answer. */
public final class MalformedAnswerException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  public MalformedAnswerException(String what) {
    super(what);
  }
}
