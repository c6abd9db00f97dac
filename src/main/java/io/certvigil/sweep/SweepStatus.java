package io.certvigil.sweep;

/**
 * How far the sweeps have come that run just now.
 *
 * @param read zones of which every list was tried
 * @param zones all that are to be read; 0 while they are being found, or where only lists of
 *     accounts are due
 */
public record SweepStatus(int read, int zones) {
  SweepStatus plus(SweepStatus other) {
    return new SweepStatus(read + other.read, zones + other.zones);
  }
}
