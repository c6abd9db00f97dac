package io.certvigil.cli;

import io.certvigil.policy.Health;
import java.util.List;

/** What a sweep left readable, and what not: the answer of {@code sweep}. */
record Readability(List<Health> all) {
  /** Tells what is wrong on standard error, a line each, and returns the exit code. */
  int tell(World world) {
    discoveries().forEach(one -> world.err().println(line(one)));
    if (lists().isEmpty()) {
      return nothing(world);
    }
    var failing =
        lists().stream().filter(one -> one.fault() != null && !one.neverPermitted()).toList();
    failing.stream().limit(1).forEach(one -> world.err().println(line(one, failing.size() - 1)));
    if (lists().stream().allMatch(one -> one.fault() != null)) {
      lists().stream()
          .filter(one -> failing.isEmpty())
          .limit(1)
          .forEach(one -> world.err().println(line(one, lists().size() - 1)));
      return Exit.UNREADABLE;
    }
    return failing.isEmpty() && discoveries().isEmpty() ? Exit.FINE : Exit.BAD_NEWS;
  }

  private int nothing(World world) {
    if (!discoveries().isEmpty()) {
      return Exit.UNREADABLE;
    }
    world
        .err()
        .println(
            "certvigil: nothing is watched: of what the token sees, watch.accounts and watch.zones"
                + " take no account and no zone");
    return Exit.BAD_NEWS;
  }

  private List<Health> lists() {
    return all.stream().filter(one -> one.source() != null).toList();
  }

  /** Credentials whose accounts and zones could not be listed. */
  private List<Health> discoveries() {
    return all.stream().filter(one -> one.source() == null && one.fault() != null).toList();
  }

  private static String line(Health one) {
    return "certvigil: credential %s: accounts and zones cannot be listed: %s; check the token and cloudflare.base_url"
        .formatted(one.credential(), Cells.plain(String.valueOf(one.fault())));
  }

  private static String line(Health one, int more) {
    var others = more == 0 ? "" : ", and " + more + " more";
    return Cells.plain(
        "certvigil: %s cannot be read%s: %s".formatted(one.name(), others, one.fault()));
  }
}
