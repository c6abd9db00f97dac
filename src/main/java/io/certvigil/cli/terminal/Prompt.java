package io.certvigil.cli.terminal;

import java.util.Optional;

/** Asks the user at a terminal. */
public interface Prompt {
  /** There is no terminal. */
  Prompt UNAVAILABLE = _ -> Optional.empty();

  /** The answer, which may be blank; empty if there is no terminal. */
  Optional<String> ask(String question);
}
