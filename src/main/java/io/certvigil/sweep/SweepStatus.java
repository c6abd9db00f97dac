package io.certvigil.sweep;

/**
 * The progress of the running sweeps.
 *
 * @param read the number of zones of which every list was tried
 * @param zones the number of zones to read; 0 during the discovery, or if only lists of accounts
 *     are due
 */
public record SweepStatus(int read, int zones) {
  SweepStatus plus(SweepStatus other) {
    return new SweepStatus(read + other.read, zones + other.zones);
  }
}
