package io.certvigil.policy.impairment;

import io.certvigil.policy.ChannelStatus;
import io.certvigil.policy.DaemonHealth.ChannelHealth;
import io.certvigil.policy.EventText;
import io.certvigil.policy.Health;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides what impairs the daemon now. */
public final class Impairments {
  private static final int CHANNELS = 3;

  private Impairments() {}

  /**
   * The impairments at this time, those of reading first.
   *
   * @param scopes all watched lists and the discovery of each credential
   * @param channels the configured channels through which something was sent or is to be sent
   * @param storeLow the scarce space in one line; null if there is enough
   */
  public static List<Impairment> of(
      List<Health> scopes, List<ChannelHealth> channels, @Nullable String storeLow, Instant now) {
    var all = new ArrayList<>(ofReading(scopes, now));
    ofDelivery(channels, now).ifPresent(all::add);
    if (storeLow != null) {
      all.add(
          new Impairment(
              Impairment.Kind.STORE_FULL,
              "The store has almost no space left",
              null,
              EventText.clean(storeLow),
              "Free space on this disk, or what is read and decided can soon no longer be"
                  + " stored."));
    }
    return List.copyOf(all);
  }

  /** One for each credential; what several have in common, such as an outage, is said once. */
  private static List<Impairment> ofReading(List<Health> scopes, Instant now) {
    var byCredential =
        scopes.stream()
            .collect(Collectors.groupingBy(Health::credential, TreeMap::new, Collectors.toList()));
    Map<String, Impairment> byTitle = new LinkedHashMap<>();
    byCredential.forEach(
        (credential, own) ->
            new CredentialReadings(credential, own, now)
                .impairment()
                .ifPresent(one -> byTitle.putIfAbsent(one.title(), one)));
    return List.copyOf(byTitle.values());
  }

  private static Optional<Impairment> ofDelivery(List<ChannelHealth> channels, Instant now) {
    if (channels.isEmpty() || !channels.stream().allMatch(channel -> failing(channel, now))) {
      return Optional.empty();
    }
    var since =
        channels.stream()
            .map(channel -> Objects.requireNonNull(channel.failures()).since())
            .max(Instant::compareTo)
            .orElseThrow();
    var detail =
        channels.stream()
            .limit(CHANNELS)
            .map(channel -> channel.name() + ": " + channel.reason())
            .map(EventText::clean)
            .collect(Collectors.joining("; "));
    return Optional.of(
        new Impairment(
            Impairment.Kind.NO_DELIVERY,
            channels.size() == 1
                ? "Channel " + EventText.clean(channels.getFirst().name()) + " delivers nothing"
                : "No channel delivers anything",
            since,
            detail,
            "Nobody is notified: look at the alerts here until it works again. certvigil channel"
                + " test NAME shows what the receiver answers."));
  }

  private static boolean failing(ChannelHealth channel, Instant now) {
    return ChannelStatus.of(channel.failures(), null, now).state() == ChannelStatus.State.FAILING;
  }
}
