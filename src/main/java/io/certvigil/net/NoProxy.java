package io.certvigil.net;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The hosts that are not reached through a proxy, as in the variable {@code NO_PROXY}: names, which
 * also stand for every name that ends in them, addresses, ranges of addresses, each also with a
 * port; {@code *} is every host.
 *
 * @param entries as written
 */
public record NoProxy(List<String> entries) {
  /** No exception. */
  public static final NoProxy NONE = new NoProxy(List.of());

  /**
   * @throws IllegalArgumentException if an entry is none of these; the message quotes nothing
   */
  public NoProxy {
    entries = List.copyOf(entries);
    entries.forEach(Rule::of);
  }

  /** The entries of the variable, separated by commas or blanks. */
  public static List<String> split(String text) {
    var entries = new ArrayList<String>();
    for (var entry : text.split("[,\\s]+", -1)) {
      if (!entry.isEmpty()) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /**
   * Whether this host is reached directly. A name is not looked up, so it is in no range.
   *
   * @param host in the form of {@link HostName#of}
   */
  public boolean covers(String host, int port) {
    var plain = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    var address = HostName.address(plain);
    return entries.stream().map(Rule::of).anyMatch(rule -> rule.covers(plain, address, port));
  }

  /**
   * One entry.
   *
   * @param name null for a range; empty for every host
   * @param range null for a name
   * @param port 0 for every port
   */
  private record Rule(@Nullable String name, @Nullable AddressRange range, int port) {

    static Rule of(String entry) {
      if (entry.equals("*")) {
        return new Rule("", null, 0);
      }
      if (entry.contains("/")) {
        return new Rule(null, range(entry), 0);
      }
      int colon = entry.lastIndexOf(':');
      boolean address = HostName.address(entry).isPresent();
      boolean hasPort = !address && colon > entry.lastIndexOf(']') && colon >= 0;
      int port = hasPort ? port(entry.substring(colon + 1)) : 0;
      var host = hasPort ? entry.substring(0, colon) : entry;
      var name = HostName.of(host.replaceFirst("^\\*?\\.", ""));
      var plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
      return HostName.address(plain).isPresent()
          ? new Rule(null, AddressRange.parse(plain), port)
          : new Rule(plain, null, port);
    }

    private static AddressRange range(String entry) {
      try {
        return AddressRange.parse(entry.replaceAll("[\\[\\]]", ""));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("must be a range such as 10.0.0.0/8", e);
      }
    }

    private static int port(String text) {
      if (!text.matches("[0-9]{1,5}")) {
        throw new IllegalArgumentException(
            "must be a name, an address or a range, with or without :port");
      }
      return Integer.parseInt(text);
    }

    boolean covers(String host, Optional<InetAddress> address, int at) {
      if (port != 0 && port != at) {
        return false;
      }
      if (range != null) {
        return address.filter(range::contains).isPresent();
      }
      return name != null
          && (name.isEmpty()
              || host.equals(name)
              || (address.isEmpty() && host.endsWith("." + name)));
    }
  }
}
