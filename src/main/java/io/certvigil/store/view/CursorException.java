package io.certvigil.store.view;

/** A page cursor that does not belong to this list and order. The message says what to do. */
public final class CursorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CursorException() {
    super("invalid page cursor for this list and order: start again without a cursor");
  }
}
