package io.certvigil.web.server;

/** An answer that is not completed: its time is over, or its client has left. */
final class AnswerEnded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean clientLeft;

  private AnswerEnded(String message, boolean clientLeft) {
    super(message);
    this.clientLeft = clientLeft;
  }

  static AnswerEnded late(long seconds) {
    return new AnswerEnded(
        "The answer took longer than " + seconds + " s. Narrow the filter, or retry later.", false);
  }

  static AnswerEnded clientLeft() {
    return new AnswerEnded("The client has left.", true);
  }

  /** Whether nobody waits for the answer any more. */
  boolean isClientLeft() {
    return clientLeft;
  }
}
