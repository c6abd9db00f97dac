package io.certvigil.sweep;

/**
 * The progress of the running sweeps.
 *
 * @param read the number of lists that were tried
 * @param lists the number of lists to read; 0 during the discovery
 */
public record SweepStatus(int read, int lists) {
  SweepStatus plus(SweepStatus other) {
    return new SweepStatus(read + other.read, lists + other.lists);
  }
}
