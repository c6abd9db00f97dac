package io.certvigil.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What a receiver keeps, and which acknowledgements it loses. Safe from any thread. */
final class Box {
  private final Kind kind;
  private final List<Letter> letters = new ArrayList<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean well;

  Box(Kind kind) {
    this.kind = kind;
  }

  /** Keeps it, if it is a delivery; whether its sender may be told so. */
  boolean keep(Mail mail) {
    return keep(Letter.of(kind, mail));
  }

  private synchronized boolean keep(Letter letter) {
    if (!letter.keys().isEmpty()) {
      letters.add(letter);
    }
    return well || count.incrementAndGet() % Campaign.LOSES_EVERY != 0;
  }

  /** From now on no acknowledgement is lost. */
  void recover() {
    well = true;
  }

  /** In order of arrival, copies included. */
  synchronized List<Letter> letters() {
    return List.copyOf(letters);
  }
}
