package io.certvigil.config;

import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.notify.NotifySettings.Digest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code digests} of the config. */
final class DigestsSection {
  private static final Duration USUAL = Duration.ofDays(60);
  private static final Duration LONGEST = Duration.ofDays(3650);

  private final Sources from;
  private final Set<String> labels;
  private final Set<String> names;
  private final Map<String, ChannelSettings> channels;

  /**
   * @param labels that some entry of watch hangs on its certificates
   * @param names every name, also of a channel that is wrong: that is said once already
   * @param channels those that can be used
   */
  DigestsSection(
      Sources from, Set<String> labels, Set<String> names, Map<String, ChannelSettings> channels) {
    this.from = from;
    this.labels = labels;
    this.names = names;
    this.channels = channels;
  }

  List<Digest> read(Block root) {
    return root.list("digests", List.of(), value -> digest(value.block()));
  }

  private Digest digest(Block block) {
    block.require("cron", "is missing: a Quartz expression, such as \"0 0 8 ? * MON\"");
    var cron = block.get("cron", "", this::cron);
    var within = block.get("within", USUAL, value -> value.duration(Duration.ofDays(1), LONGEST));
    var by = block.get("by", "", this::label);
    block.require("to", "is missing: names of channels that people read");
    var to = block.get("to", List.<String>of(), this::channels);
    block.done();
    return new Digest(cron, within, by, to);
  }

  private String cron(Value value) {
    Patterns.cron(value, from);
    return value.text();
  }

  private String label(Value value) {
    var label = value.text();
    if (!labels.contains(label)) {
      throw value.wrong(
          "no watch entry has a label " + Words.quote(value.raw()) + Words.suggest(label, labels));
    }
    return label;
  }

  private List<String> channels(Value value) {
    if (value.items().isEmpty()) {
      throw value.wrong("must not be empty: who gets the digest?");
    }
    var seen = new HashSet<String>();
    return value.each(item -> channel(item, seen));
  }

  private String channel(Value value, Set<String> seen) {
    var name = RoutesSection.channel(value, names);
    var channel = channels.get(name);
    if (channel != null && !isRead(channel)) {
      var type = channel.type();
      throw value.wrong(
          "a digest goes to people, by slack or email: " + name + " is of type " + type);
    }
    if (!seen.add(name)) {
      throw value.wrong("is there twice" + value.was());
    }
    return name;
  }

  private static boolean isRead(ChannelSettings channel) {
    return switch (channel) {
      case ChannelSettings.Slack _, ChannelSettings.Email _ -> true;
      case ChannelSettings.Webhook _, ChannelSettings.Alertmanager _, ChannelSettings.PagerDuty _ ->
          false;
    };
  }
}
