package io.certvigil.net;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A range of IP addresses.
 *
 * @param network an address of the range
 * @param prefix how many of its leading bits all addresses of the range have
 */
public record AddressRange(InetAddress network, int prefix) {
  public AddressRange {
    if (prefix < 0 || prefix > network.getAddress().length * 8) {
      throw new IllegalArgumentException("prefix: out of range, was " + prefix);
    }
  }

  /**
   * Parses {@code 10.0.0.0/8}, or a single address.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    var network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    int bits = network.getAddress().length * 8;
    return new AddressRange(
        network, slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1)));
  }

  /** Whether the address is of this family and in this range. */
  public boolean contains(InetAddress address) {
    return address.getAddress().length == network.getAddress().length
        && Arrays.equals(masked(address.getAddress()), masked(network.getAddress()));
  }

  private byte[] masked(byte[] bytes) {
    for (int bit = prefix; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
    }
    return bytes;
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + prefix;
  }
}
