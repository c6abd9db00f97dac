package io.certvigil.store;

/** A database of its own for one test. */
interface TestEngine {
  /** As the daemon opens it. */
  Store open();

  /** As a command opens it. */
  Store beside();

  /** How many rows all tables hold together. */
  long rows();

  /** Makes the store forget which alerts were decided, but not which events. */
  void forgetAlerts();

  /** While this runs no certificate can be written. */
  void failing(Runnable run);
}
