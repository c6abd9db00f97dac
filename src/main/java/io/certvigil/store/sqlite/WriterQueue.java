package io.certvigil.store.sqlite;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Grants the write connection to one thread at a time. Threads that settle a delivery have
 * priority, because a crash while the receiver's response waits behind a long write would lose it.
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

  /** Acquires without waiting; false if a thread writes or waits with priority. */
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

  /** The number of waiting threads. */
  int waitingCount() {
    lock.lock();
    try {
      return lock.getWaitQueueLength(released);
    } finally {
      lock.unlock();
    }
  }

  /** A write inside a write would deadlock. */
  private void requireNotOwner() {
    if (Thread.currentThread().equals(owner)) {
      throw new IllegalStateException("a write within a write");
    }
  }
}
