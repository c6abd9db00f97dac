package io.certvigil.cli;

import io.certvigil.model.Fault;
import io.certvigil.model.Scope;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a credential may read a list.
 *
 * @param fault why not; null where it may, and where nobody has asked
 * @param readAt when the daemon last read it completely; null where it never did, or is not known
 */
record Permit(
    String credential, Scope scope, State state, @Nullable Fault fault, @Nullable Instant readAt) {
  /** What is known; the later, the less one would have it. */
  enum State {
    READABLE("readable"),
    NOT_IN_PLAN("not in plan"),
    NEVER_TRIED("never tried"),
    NO_ANSWER("no answer"),
    FORBIDDEN("forbidden");

    private final String words;

    State(String words) {
      this.words = words;
    }

    /** For people. */
    String words() {
      return words;
    }

    /** For programs. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean is(State other) {
    return state == other;
  }

  /** Whether it was readable, and is so no more. */
  boolean lost() {
    return state == State.FORBIDDEN && readAt != null;
  }
}
