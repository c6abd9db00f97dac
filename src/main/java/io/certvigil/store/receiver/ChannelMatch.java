package io.certvigil.store.receiver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which stored channel becomes which channel of a config.
 *
 * @param assigned by the name in the config, the stored channel that continues under it; a name
 *     without one is a new channel
 * @param absorbed stored channels whose deliveries and told alerts go to the channel of this name
 * @param gone stored channels that the config no longer has
 */
public record ChannelMatch(
    Map<String, StoredChannel> assigned,
    Map<StoredChannel, String> absorbed,
    List<StoredChannel> gone) {

  /**
   * By name and receiver, then by receiver, then by {@code formerly}, then by name: what was told
   * follows the receiver.
   *
   * @param targets by the name in the config, the hash of the receiver
   */
  public static ChannelMatch of(
      List<StoredChannel> stored, Map<String, ChannelTarget> config, Map<String, String> targets) {
    var left = new ArrayList<>(stored);
    var assigned = new LinkedHashMap<String, StoredChannel>();
    config.forEach(
        (name, next) ->
            assign(
                left, assigned, name, row -> row.name().equals(name) && has(row, targets, name)));
    config.forEach(
        (name, next) ->
            assign(
                left,
                assigned,
                name,
                row -> row.name().equals(next.formerly()) && has(row, targets, name)));
    config.forEach((name, next) -> assign(left, assigned, name, row -> has(row, targets, name)));
    config.forEach(
        (name, next) ->
            assign(
                left,
                assigned,
                name,
                row -> row.name().equals(next.formerly()) && !config.containsKey(row.name())));
    config.forEach((name, next) -> assign(left, assigned, name, row -> row.name().equals(name)));
    return withRest(left, assigned, config, targets);
  }

  private static ChannelMatch withRest(
      List<StoredChannel> left,
      Map<String, StoredChannel> assigned,
      Map<String, ChannelTarget> config,
      Map<String, String> targets) {
    var absorbed = new LinkedHashMap<StoredChannel, String>();
    var gone = new ArrayList<StoredChannel>();
    for (var row : left) {
      successor(row, config, targets)
          .ifPresentOrElse(name -> absorbed.put(row, name), () -> gone.add(row));
    }
    return new ChannelMatch(assigned, absorbed, gone);
  }

  private static Optional<String> successor(
      StoredChannel row, Map<String, ChannelTarget> config, Map<String, String> targets) {
    var names = config.keySet();
    if (names.contains(row.name())) {
      return Optional.of(
          names.stream().filter(name -> has(row, targets, name)).findFirst().orElse(row.name()));
    }
    return names.stream()
        .filter(name -> has(row, targets, name))
        .findFirst()
        .or(
            () ->
                config.entrySet().stream()
                    .filter(next -> row.name().equals(next.getValue().formerly()))
                    .map(Map.Entry::getKey)
                    .findFirst());
  }

  private static boolean has(StoredChannel row, Map<String, String> targets, String name) {
    return row.target().equals(targets.get(name));
  }

  private static void assign(
      List<StoredChannel> left,
      Map<String, StoredChannel> assigned,
      String name,
      Predicate<StoredChannel> fits) {
    if (!assigned.containsKey(name)) {
      left.stream()
          .filter(fits)
          .findFirst()
          .ifPresent(
              row -> {
                left.remove(row);
                assigned.put(name, row);
              });
    }
  }
}
