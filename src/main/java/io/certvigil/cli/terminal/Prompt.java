package io.certvigil.cli.terminal;

import java.util.Optional;

/** Somebody at a terminal, who can be asked. */
public interface Prompt {
  /** There is no terminal. */
  Prompt UNAVAILABLE = _ -> Optional.empty();

  /** What was answered, maybe nothing; empty where nobody can be asked. */
  Optional<String> ask(String question);
}
