package io.certvigil.sweep;

import io.certvigil.store.CommittedScope;

/** Watches a sweep as it goes. Called from several threads. */
public interface SweepProgressListener {
  SweepProgressListener NONE =
      new SweepProgressListener() {
        @Override
        public void planned(int scopes) {}

        @Override
        public void read(CommittedScope committed) {}
      };

  /** So many scopes more are to be read. */
  void planned(int scopes);

  /** One scope was read and committed. */
  void read(CommittedScope committed);
}
