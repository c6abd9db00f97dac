package io.certvigil.store.sqlite;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who may write next. Those who settle a delivery go before all others: an answer that waits behind
 * a long write is an answer that a crash can lose.
 */
final class WriterQueue {
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition left = lock.newCondition();
  private @Nullable Thread writing;
  private int settling;

  void enter() {
    lock.lock();
    try {
      refuseTwice();
      while (writing != null || settling > 0) {
        left.awaitUninterruptibly();
      }
      writing = Thread.currentThread();
    } finally {
      lock.unlock();
    }
  }

  void enterFirst() {
    lock.lock();
    try {
      refuseTwice();
      settling++;
      while (writing != null) {
        left.awaitUninterruptibly();
      }
      settling--;
      writing = Thread.currentThread();
    } finally {
      lock.unlock();
    }
  }

  /** Enters only where nobody writes or waits to settle. */
  boolean tryEnter() {
    lock.lock();
    try {
      if (writing != null || settling > 0) {
        return false;
      }
      writing = Thread.currentThread();
      return true;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      writing = null;
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many wait for their turn. */
  int waiting() {
    lock.lock();
    try {
      return lock.getWaitQueueLength(left);
    } finally {
      lock.unlock();
    }
  }

  /** A write inside a write would wait for itself for ever. */
  private void refuseTwice() {
    if (Thread.currentThread().equals(writing)) {
      throw new IllegalStateException("a write within a write");
    }
  }
}
