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
  private final Condition released = lock.newCondition();
  private @Nullable Thread owner;
  private int firstWaiters;

  void acquire() {
    lock.lock();
    try {
      requireNotOwner();
      while (owner != null || firstWaiters > 0) {
        released.awaitUninterruptibly();
      }
      owner = Thread.currentThread();
    } finally {
      lock.unlock();
    }
  }

  void acquireFirst() {
    lock.lock();
    try {
      requireNotOwner();
      firstWaiters++;
      while (owner != null) {
        released.awaitUninterruptibly();
      }
      firstWaiters--;
      owner = Thread.currentThread();
    } finally {
      lock.unlock();
    }
  }

  /** Enters only where nobody writes or waits to settle. */
  boolean tryAcquire() {
    lock.lock();
    try {
      if (owner != null || firstWaiters > 0) {
        return false;
      }
      owner = Thread.currentThread();
      return true;
    } finally {
      lock.unlock();
    }
  }

  void release() {
    lock.lock();
    try {
      owner = null;
      released.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How many wait for their turn. */
  int waitingCount() {
    lock.lock();
    try {
      return lock.getWaitQueueLength(released);
    } finally {
      lock.unlock();
    }
  }

  /** A write inside a write would wait for itself for ever. */
  private void requireNotOwner() {
    if (Thread.currentThread().equals(owner)) {
      throw new IllegalStateException("a write within a write");
    }
  }
}
