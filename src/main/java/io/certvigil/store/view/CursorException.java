package io.certvigil.store.view;

/** A cursor that this list, in this order, never gave. The message says what to do. */
public final class CursorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CursorException() {
    super("this list in this order gave no such cursor: begin without one");
  }
}
