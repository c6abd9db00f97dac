package io.certvigil.sweep;

import io.certvigil.store.CommittedScope;

/** Receives the progress of a sweep. Called from several threads. */
public interface SweepProgressListener {
  SweepProgressListener NONE =
      new SweepProgressListener() {
        @Override
        public void planned(int scopes) {}

        @Override
        public void read(CommittedScope committed) {}
      };

  /** This many additional scopes will be read. */
  void planned(int scopes);

  /** One scope was read and committed. */
  void read(CommittedScope committed);
}
